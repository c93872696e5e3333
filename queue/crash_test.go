package queue

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crashDirVariable makes the test binary a process that works on the queue in this folder until it is killed.
const crashDirVariable = "QUEUE_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDirVariable); dir != "" {
		workUntilKilled(dir)
	}
	if dir := os.Getenv(faultDirVariable); dir != "" {
		addUntilDone(dir)
	}
	os.Exit(m.Run())
}

func crashKey() []byte { return bytes.Repeat([]byte{5}, 32) }

// workUntilKilled prints a line after each acknowledged call: "added KEY" or "done ID".
func workUntilKilled(dir string) {
	q, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
	if err != nil {
		panic(err)
	}
	lines := make(chan string)
	run := fmt.Sprint(time.Now().UnixNano())
	for producer := range 4 {
		go addForEver(q, fmt.Sprint(run, " ", producer), lines)
	}
	go completeForEver(q, lines)
	for line := range lines {
		fmt.Println(line) // unbuffered: once printed, it stays printed
	}
}

func addForEver(q *Queue, prefix string, lines chan<- string) {
	for n := 0; ; n++ {
		key := fmt.Sprint(prefix, " ", n)
		_, _, err := q.Enqueue(context.Background(), Add{DedupeKey: key, Groups: []Group{{byte(n % 5)}}, Payload: []byte(key)})
		if err != nil {
			panic(err)
		}
		lines <- "added " + key
	}
}

func completeForEver(q *Queue, lines chan<- string) {
	for {
		l, err := q.Lease(context.Background())
		if err != nil {
			panic(err)
		}
		if err := q.Checkpoint(l, []byte("sent"), true); err != nil {
			panic(err)
		}
		if err := q.Complete(l, nil); err != nil {
			panic(err)
		}
		lines <- "done " + l.Item.ID.String()
	}
}

func TestKilledProcessLosesNothingItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	acknowledged := make(map[string]bool)
	for range 5 {
		for _, line := range killWorker(t, dir) {
			acknowledged[line] = true
		}
		requireAll(t, dir, acknowledged)
	}
}

// killWorker lets a process work for a random short time, kills it, and returns what it had acknowledged.
func killWorker(t *testing.T, dir string) []string {
	t.Helper()
	worker := exec.Command(os.Args[0])
	worker.Env = append(os.Environ(), crashDirVariable+"="+dir)
	worker.Stderr = os.Stderr
	output, err := worker.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, worker.Start())
	reader := bufio.NewReader(output)
	first, err := reader.ReadString('\n')
	require.NoError(t, err)

	time.AfterFunc(rand.N(300*time.Millisecond), func() { _ = worker.Process.Kill() })
	rest, err := io.ReadAll(reader)
	require.NoError(t, err)
	require.Error(t, worker.Wait(), "it ends only when killed")
	text := first + string(rest)
	complete := text[:strings.LastIndexByte(text, '\n')]
	return strings.Split(complete, "\n")
}

func requireAll(t *testing.T, dir string, acknowledged map[string]bool) {
	t.Helper()
	q, err := Open(Config{Dir: dir, EncryptionKey: crashKey()})
	require.NoError(t, err)
	items, err := q.List(Filter{})
	require.NoError(t, err)

	found := make(map[string]bool)
	counts := make(map[State]int)
	for i, it := range items {
		require.Equal(t, ItemID(i+1), it.ID)
		require.False(t, found["added "+it.DedupeKey], "item %v is doubled", it.ID)
		found["added "+it.DedupeKey] = true
		found["done "+it.ID.String()] = it.State == Done
		counts[it.State]++
	}
	for line := range acknowledged {
		require.True(t, found[line], "lost: %s", line)
	}
	require.Equal(t, len(items), counts[Ready]+counts[Done], "nothing stays leased")
	require.Equal(t, counts[Done], q.Stats().Counts[Done])
	require.NoError(t, q.Close())
}
