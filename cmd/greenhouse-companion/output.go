package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"syscall"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// Exit codes of every subcommand.
const (
	exitOK       = 0
	exitFailed   = 1
	exitUsage    = 2
	exitNeedsYou = 3
)

// output is where a subcommand tells what it does.
type output struct {
	stdout, stderr io.Writer
	json           bool
}

// step tells that something happens, while it happens.
func (o output) step(format string, args ...any) {
	w := o.stdout
	if o.json {
		w = o.stderr
	}
	fmt.Fprintf(w, format+"\n", args...)
}

// result ends a subcommand: the object on one line with --json, else the text.
func (o output) result(object any, text string) error {
	if !o.json {
		_, err := fmt.Fprintln(o.stdout, text)
		return err
	}
	line, err := json.Marshal(object)
	if err != nil {
		return fmt.Errorf("encode result: %w", err)
	}
	_, err = fmt.Fprintln(o.stdout, string(line))
	return err
}

// exitCode ends a subcommand whose result was already told with another code than 0.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// usageError is a mistake in how the program was called that the flag parser cannot see.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

// exit tells the error and turns it into the exit code.
func (a *app) exit(err error) int {
	var (
		code  exitCode
		usage usageError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case !a.begun || errors.As(err, &usage):
		a.out.fail(problem{Code: "usage", Message: err.Error(), Remedy: "See greenhouse-companion --help."})
		return exitUsage
	}
	a.out.fail(problemFrom(err))
	return exitFailed
}

// problem is an error as a person or a script reads it.
type problem struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Remedy  string `json:"remedy,omitempty"`
}

func problemFrom(err error) problem {
	var known *extension.Error
	switch {
	case errors.As(err, &known):
		return problem{Code: known.Code, Message: known.Message, Remedy: known.Remedy}
	case errors.Is(err, extension.ErrServiceNotRunning):
		return problem{Code: extension.CodeServiceNotRunning, Message: "The service is not running.",
			Remedy: "Start it with: greenhouse-companion start (or greenhouse-companion run, in a terminal of its own)."}
	case errors.Is(err, syscall.EADDRINUSE):
		return problem{Code: companion.CodePortTaken, Message: "The address is taken by another program: " + err.Error() + ".",
			Remedy: "Stop the other program, or choose another port."}
	case errors.Is(err, context.Canceled):
		return problem{Code: "interrupted", Message: "Interrupted."}
	}
	return problem{Code: extension.CodeInternal, Message: err.Error()}
}

// fail tells the problem on standard error and, with --json, as the result.
func (o output) fail(p problem) {
	fmt.Fprintf(o.stderr, "Error: %s\n", p.Message)
	if p.Remedy != "" {
		fmt.Fprintln(o.stderr, p.Remedy)
	}
	if o.json {
		line, _ := json.Marshal(map[string]problem{"error": p})
		fmt.Fprintln(o.stdout, string(line))
	}
}
