package queue_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

func Example() {
	dir, err := os.MkdirTemp("", "queue")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	q, err := queue.Open(queue.Config{Dir: dir})
	if err != nil {
		log.Fatal(err)
	}
	defer q.Close()
	ctx := context.Background()

	it, created, err := q.Enqueue(ctx, queue.Add{DedupeKey: "account/request", Payload: []byte("a letter")})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(it.ID, it.State, created) // safe on disk from here on

	lease, err := q.Lease(ctx)
	if err != nil {
		log.Fatal(err)
	}
	if err := q.Checkpoint(lease, []byte("about to send"), true); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("sending %s\n", lease.Item.Payload)
	if err := q.Complete(lease, []byte("sent")); err != nil {
		log.Fatal(err)
	}
	fmt.Println(q.Stats().Counts[queue.Done])
	// Output:
	// 1 ready true
	// sending a letter
	// 1
}
