package companion_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// ledger is what was asked for and what was promised.
type ledger struct {
	mu       sync.Mutex
	people   int64
	receipts map[string]string // item by request
	asked    map[recruit]map[string]bool
	stored   map[string]int64 // size of every file that was taken, by hash
	// again counts the requests that had to be repeated, and repeated those that were repeated on purpose.
	again, repeated int
}

func newLedger() *ledger {
	return &ledger{receipts: map[string]string{}, asked: map[recruit]map[string]bool{}, stored: map[string]int64{}}
}

// someone is a new person or, two times in five, one who was added before.
func (l *ledger) someone(rng *rand.Rand) recruit {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.people > 0 && rng.IntN(5) < 2 {
		return recruit(1 + rng.Int64N(l.people))
	}
	l.people++
	return recruit(l.people)
}

// keep notes a receipt. The same request has one item for ever.
func (l *ledger) keep(r recruit, add extension.Add, receipt extension.Receipt) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.receipts[add.RequestID]; ok && known != receipt.ItemID || receipt.RequestID != add.RequestID {
		return fmt.Errorf("request %s has the items %s and %s", add.RequestID, known, receipt.ItemID)
	}
	l.receipts[add.RequestID] = receipt.ItemID
	if l.asked[r] == nil {
		l.asked[r] = map[string]bool{}
	}
	l.asked[r][targetText(add.Target)] = true
	return nil
}

func (l *ledger) keepFile(hash string, size int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stored[hash] = size
}

// promises are copies of the receipts and the files so far.
func (l *ledger) promises() (receipts map[string]string, files map[string]int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.receipts), maps.Clone(l.stored)
}

func (l *ledger) count(counter *int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*counter++
}

// producer is a browser or a program that adds people through one door, and keeps each add until it has its receipt.
type producer struct {
	ledger *ledger
	dial   dialer
	rng    *rand.Rand
	jobs   []extension.ID
	// pause is the longest pause between two adds.
	pause  time.Duration
	client *extension.Client
}

type dialer func(context.Context) (*extension.Client, error)

// producers share the doors evenly.
func (s *soak) producers(n int, pause time.Duration, doors ...dialer) []*producer {
	var out []*producer
	for i := range n {
		out = append(out, &producer{ledger: s.ledger, dial: doors[i%len(doors)], rng: newRand(s.seed, s.rng.Uint64()), jobs: s.w.jobs(), pause: pause})
	}
	return out
}

// produce starts the producers. They get a minute for what is under way when inventing ends.
func (w *world) produce(inventing context.Context, producers []*producer) (wait func() error) {
	delivering, stop := context.WithCancel(context.WithoutCancel(inventing))
	w.t.Cleanup(stop)
	context.AfterFunc(inventing, func() { time.AfterFunc(time.Minute, stop) })
	errs := make([]error, len(producers))
	var wg sync.WaitGroup
	for i, p := range producers {
		wg.Go(func() { errs[i] = p.run(inventing, delivering) })
	}
	return func() error {
		wg.Wait()
		return errors.Join(errs...)
	}
}

func (p *producer) run(inventing, delivering context.Context) error {
	defer p.hangUp()
	for rest(inventing, time.Duration(p.rng.Int64N(int64(p.pause)))) {
		who := p.ledger.someone(p.rng)
		add := p.invent(who)
		if err := p.deliver(delivering, who, add); err != nil {
			return err
		}
		if p.rng.IntN(10) > 0 {
			continue
		}
		p.ledger.count(&p.ledger.repeated)
		if err := p.deliver(delivering, who, add); err != nil {
			return err
		}
	}
	return nil
}

func (p *producer) invent(who recruit) extension.Add {
	targets := who.targets(p.jobs)
	add := newAdd(who.profile(), targets[p.rng.IntN(len(targets))])
	add.Priority = []string{extension.PriorityClick, extension.PriorityExport}[p.rng.IntN(2)]
	if content := who.file(); content != nil {
		add.Files = []extension.File{{SHA256: sha(content), Filename: who.filename(), Type: extension.FileResume}}
	}
	return add
}

// deliver sends the add until its receipt is there.
func (p *producer) deliver(ctx context.Context, who recruit, add extension.Add) error {
	for {
		receipt, err := p.send(ctx, who, add)
		if err == nil {
			return p.ledger.keep(who, add, receipt)
		}
		p.hangUp()
		if !passing(err) || !rest(ctx, 100*time.Millisecond) {
			return fmt.Errorf("request %s: %w", add.RequestID, err)
		}
		p.ledger.count(&p.ledger.again)
	}
}

// send hands over the file, if there is one, and the add.
func (p *producer) send(ctx context.Context, who recruit, add extension.Add) (extension.Receipt, error) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	if p.client == nil {
		client, err := p.dial(ctx)
		if err != nil {
			return extension.Receipt{}, err
		}
		p.client = client
	}
	if content := who.file(); content != nil {
		hash, err := extension.SendFile(ctx, p.client, bytes.NewReader(content), int64(len(content)))
		if err != nil {
			return extension.Receipt{}, err
		}
		p.ledger.keepFile(hash, int64(len(content)))
	}
	return extension.Call[extension.Receipt](ctx, p.client, add)
}

func (p *producer) hangUp() {
	if p.client != nil {
		p.client.Close()
		p.client = nil
	}
}

// passing says that the request may be sent again: the service was away, or said so itself.
func passing(err error) bool {
	problem, refused := errors.AsType[*extension.Error](err)
	if !refused {
		return err != nil
	}
	return slices.Contains([]string{extension.CodeServiceNotRunning, extension.CodeBusy}, problem.Code)
}
