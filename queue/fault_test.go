package queue

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// faultDirVariable makes the test binary a process that adds to the queue in this folder while strace makes system calls fail.
const faultDirVariable = "QUEUE_TEST_FAULT_DIR"

const faultAdds = 60

// addUntilDone prints "added KEY" or "refused KEY" for each add, and "alive" at the end.
func addUntilDone(dir string) {
	q, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
	if err != nil {
		panic(err)
	}
	for n := range faultAdds {
		key := fmt.Sprint("key ", n)
		if _, _, err := q.Enqueue(context.Background(), Add{DedupeKey: key, Payload: make([]byte, 2<<10)}); err != nil {
			fmt.Println("refused " + key)
			continue
		}
		fmt.Println("added " + key)
	}
	fmt.Println("alive")
	os.Exit(0)
}

// TestAnIOErrorIsNeverAReceipt makes the disk fail for a while. What was acknowledged is there afterwards, and the process lives.
func TestAnIOErrorIsNeverAReceipt(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("strace is for Linux")
	}
	strace, err := exec.LookPath("strace")
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("needs strace")
	}
	require.NoError(t, err)
	faults := []string{
		"msync:error=EIO:when=40", "msync:error=EIO:when=41", // one is of a value log, one of a memtable
		"msync:error=EIO:when=40..60", "msync:error=EIO:when=20+3", "msync:error=ENOSPC:when=40..44",
	}
	for _, fault := range faults {
		t.Run(fault, func(t *testing.T) {
			dir := t.TempDir()
			call, _, _ := strings.Cut(fault, ":")
			worker := exec.Command(strace, "-f", "-qq", "-o", "/dev/null", "-e", "trace="+call, "-e", "inject="+fault, os.Args[0])
			worker.Env = append(os.Environ(), faultDirVariable+"="+dir)
			worker.Stderr = os.Stderr
			output, err := worker.Output()
			require.NoError(t, err)
			require.Contains(t, string(output), "alive")
			require.Contains(t, string(output), "refused")
			requireAcknowledged(t, dir, string(output))
		})
	}
}

func requireAcknowledged(t *testing.T, dir, output string) {
	t.Helper()
	q := openWith(t, Config{Dir: dir, EncryptionKey: crashKey()})
	require.Nil(t, q.Damage())
	for lines := bufio.NewScanner(strings.NewReader(output)); lines.Scan(); {
		key, added := strings.CutPrefix(lines.Text(), "added ")
		if !added {
			continue
		}
		_, err := q.ByDedupeKey(key)
		require.NoError(t, err, key)
	}
}
