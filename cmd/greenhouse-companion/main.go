// Command greenhouse-companion is the companion: the service itself, and everything a recruiter or an admin does with it
// at a command line.
//
// Every subcommand has --json: steps go to standard error, and the result is one object on one line, last on standard
// output. It exits with 0 on success, 1 on failure, 2 on wrong usage, 3 when a person must act.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// version is set when a release is built.
var version = "dev"

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program without the process: what tests call.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdin: stdin, out: output{stdout: stdout, stderr: stderr}}
	root := a.rootCommand()
	root.SetArgs(args)
	return a.exit(root.ExecuteContext(ctx))
}
