package main

import (
	"os"

	"golang.org/x/sys/unix"
)

func appendAll(f *os.File, batch []addition) error {
	var all []byte
	for _, a := range batch {
		all = append(all, a.payload...)
	}
	if _, err := f.Write(all); err != nil {
		return err
	}
	return unix.Fdatasync(int(f.Fd()))
}
