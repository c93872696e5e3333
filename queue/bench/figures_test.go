package main

import (
	"strings"
	"testing"
)

func TestFiguresAreAllThatIsPassedOn(t *testing.T) {
	input := "goos: linux\n" +
		"BenchmarkA-2 \t{\"figure\":\"a\",\"value\":1}\n" +
		"{\"figure\":\"a\",\"value\":2}\n" +
		"{\"figure\":\"b\",\"stage\":\"x\",\"value\":3}\n{\"figure\":\"b\",\"stage\":\"y\",\"value\":4}\n" +
		"BenchmarkA-2 \t 1\t 12 ns/op\nok  \tsomewhere\t1s\n"
	want := "{\"figure\":\"a\",\"value\":2}\n{\"figure\":\"b\",\"stage\":\"x\",\"value\":3}\n{\"figure\":\"b\",\"stage\":\"y\",\"value\":4}\n"
	var got, rest strings.Builder
	if err := printFigures(strings.NewReader(input), &got, &rest); err != nil || got.String() != want {
		t.Fatalf("got %q, %v, want %q", got.String(), err, want)
	}
	if err := printFigures(strings.NewReader("--- FAIL: TestA\n"), &got, &rest); err == nil {
		t.Fatal("a failed test was not noticed")
	}
}
