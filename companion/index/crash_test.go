package index

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crashFolder tells the test program to be the one that is killed.
const crashFolder = "INDEX_TEST_CRASH_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashFolder); dir != "" {
		fillUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// fillUntilKilled goes on where the index says it stopped, merges all the time, and prints each number once it is safe.
func fillUntilKilled(dir string) {
	x, err := openIndex(dir, testKey, 5)
	if err != nil {
		fmt.Println(err)
		return
	}
	for n := int(x.Progress().FreshTo.Unix()); ; n++ {
		if n < 1 {
			n = 1
		}
		if err := x.Apply(updateOf(n)); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(n)
	}
}

func TestKilledAtAnyMoment(t *testing.T) {
	dir := t.TempDir()
	for round := range 12 {
		safe := killedAfter(t, dir, time.Duration(20+rand.IntN(150))*time.Millisecond)
		x, err := Open(dir, testKey)
		require.NoError(t, err)
		require.False(t, x.Stats().StartedOver, "a crash is no damage")
		require.GreaterOrEqual(t, x.Progress().FreshTo.Unix(), int64(safe), "round %d", round)
		require.NoError(t, x.Close())
		_, refused := neverWrong(t, dir)
		require.False(t, refused)
	}
}

// killedAfter returns the last number that was said to be safe.
func killedAfter(t *testing.T, dir string, while time.Duration) int {
	t.Helper()
	worker := exec.Command(os.Args[0])
	worker.Env = append(os.Environ(), crashFolder+"="+dir)
	out, err := worker.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, worker.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan(), "the worker says nothing")
	killing := time.AfterFunc(while, func() { worker.Process.Kill() })
	defer killing.Stop()
	safe := 0
	for more := true; more; more = lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		require.NoError(t, err, lines.Text())
		safe = n
	}
	require.Error(t, worker.Wait(), "it was killed")
	return safe
}
