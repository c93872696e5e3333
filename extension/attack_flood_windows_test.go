package extension

import "testing"

func connectionsToTry(*testing.T) int { return 10_000 }
