package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// child is a process of this program that does one thing with one store.
type child struct {
	process  *exec.Cmd
	stdin    io.WriteCloser
	stdout   *bufio.Reader
	measured map[string]float64
}

// startChild returns once the child has printed what it measured.
func startChild(s settings, role, name, dir string) (*child, error) {
	c := &child{process: exec.Command(os.Args[0],
		fmt.Sprint("-items=", s.items), fmt.Sprint("-seconds=", int(s.seconds.Seconds())), role, name, dir)}
	c.process.Stderr = os.Stderr
	var err error
	if c.stdin, err = c.process.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.stdout = bufio.NewReader(out)
	if err := c.process.Start(); err != nil {
		return nil, err
	}
	return c, c.read(role + " " + name)
}

// read waits for what the child has measured, and watches its memory meanwhile.
func (c *child) read(what string) error {
	done := make(chan struct{})
	most := make(chan parts)
	go func() { most <- watchParts(c.process.Process.Pid, done) }()
	line, err := c.stdout.ReadBytes('\n')
	close(done)
	held := <-most
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if err := json.Unmarshal(line, &c.measured); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	c.measured["anonymous_mb"], c.measured["files_mb"] = held.anonymous, held.files
	return nil
}

// end lets the child close its store.
func (c *child) end() error {
	_ = c.stdin.Close()
	return c.process.Wait()
}

// kill is kill -9.
func (c *child) kill() {
	_ = c.process.Process.Kill()
	_ = c.process.Wait()
}

// complete runs a child from beginning to end and returns what it and the system measured.
func complete(s settings, role, name, dir string) (map[string]float64, error) {
	c, err := startChild(s, role, name, dir)
	if err != nil {
		return nil, err
	}
	if c.measured["peak_mb"], err = peakMemory(c.process.Process.Pid); err != nil {
		return nil, err
	}
	return c.measured, c.end()
}

// measureIdle compares a queue that waits for work with a program that does nothing.
func measureIdle(s settings, report func(figure)) error {
	base, err := idleCost(s, "empty")
	if err != nil {
		return err
	}
	ours, err := idleCost(s, "ours")
	if err != nil {
		return err
	}
	// The empty program may not wake up at all.
	report(figure{"idle wake-ups", ours.wakeUps, "1/s", ours.wakeUps / max(base.wakeUps, 1), "<=4", "<=2"})
	report(figure{"idle cpu", ours.cpu, "ms/min", ours.cpu / max(base.cpu, 1), "<=4", "<=2"})
	report(figure{"idle memory", ours.memory, "MB", ours.memory / base.memory, "<=1.5", "<=1.2"})
	return nil
}

// settleTime is how long a store gets to come to rest.
const settleTime = 8 * time.Second

func idleCost(s settings, name string) (cost, error) {
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return cost{}, err
	}
	defer os.RemoveAll(dir)
	c, err := startChild(s, "idle", name, dir)
	if err != nil {
		return cost{}, err
	}
	defer c.kill()
	time.Sleep(settleTime)
	return measureCost(c.process.Process.Pid, 20*time.Second)
}

// measureLife follows a long queue from the first add until everything is done.
func measureLife(s settings, report func(figure)) error {
	peer, err := life(s, "goqite")
	if err != nil {
		return err
	}
	ours, err := life(s, "ours")
	if err != nil {
		return err
	}
	report(figure{"highest memory while accepting", ours["peak_mb"], "MB", ours["peak_mb"] / peer["peak_mb"], "<=3", "<=1.5"})
	report(figure{"most of it in anonymous memory", ours["anonymous_mb"], "MB", 0, "", ""})
	report(figure{"most of it in mapped files", ours["files_mb"], "MB", 0, "", ""})
	report(figure{"disk after draining", ours["disk_mb"], "MB", 0, "<=16", "<=4"})
	report(figure{"open a long queue", ours["open_ms"], "ms", 0, "<=120", "<=60"})
	report(figure{"open a long queue after kill -9", ours["open_after_kill_ms"], "ms", 0, "<=120", "<=60"})
	report(figure{"memory with a long queue open", ours["open_mb"], "MB", 0, "", ""})
	report(figure{"lease and complete", ours["per_second"], "1/s", ours["per_second"] / peer["per_second"], ">=1.0", ">=1.5"})
	report(figure{"lease and complete, last tenth to first", ours["last_to_first"], "", ours["last_to_first"], ">=0.95", ">=0.98"})
	return nil
}

func life(s settings, name string) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	accepted, err := complete(s, "accept", name, dir)
	if err != nil {
		return nil, err
	}
	opened, killed, err := openTwice(s, name, dir)
	if err != nil {
		return nil, err
	}
	drained, err := complete(s, "drain", name, dir)
	if err != nil {
		return nil, err
	}
	for _, part := range []string{"peak_mb", "anonymous_mb", "files_mb"} {
		drained[part] = accepted[part]
	}
	drained["open_ms"], drained["open_mb"] = opened["open_ms"], opened["memory_mb"]
	drained["open_after_kill_ms"] = killed["open_ms"]
	drained["disk_mb"], err = diskUsage(dir)
	return drained, err
}

// openTwice opens what was closed well, kills that process, and opens again.
func openTwice(s settings, name, dir string) (opened, killed map[string]float64, err error) {
	for _, measured := range []*map[string]float64{&opened, &killed} {
		c, err := startChild(s, "open", name, dir)
		if err != nil {
			return nil, nil, err
		}
		*measured = c.measured
		c.measured["memory_mb"], err = memory(c.process.Process.Pid)
		c.kill()
		if err != nil {
			return nil, nil, err
		}
	}
	return opened, killed, nil
}

// measureAdding compares durable adds with 1, 8 and 64 producers.
func measureAdding(s settings, report func(figure)) error {
	floors := map[string][2]string{"rate-1": {">=0.8", ">=1.0"}, "rate-8": {">=1.6", ">=2.5"}, "rate-64": {">=3", ">=6"}}
	limits := map[string]string{"rate-1": ">=0.8", "rate-8": ">=0.6", "rate-64": ">=0.5"}
	for _, role := range []string{"rate-1", "rate-8", "rate-64"} {
		all := make(map[string]map[string]float64)
		for _, name := range []string{"raw", "sqlite", "goqite", "ours"} {
			measured, err := addingRate(s, role, name)
			if err != nil {
				return err
			}
			all[name] = measured
			report(figure{role + " durable adds, " + name, measured["per_second"], "1/s", 0, "", ""})
			report(figure{role + " 99 % answered within, " + name, measured["p99_ms"], "ms", 0, "", ""})
		}
		ours, f := all["ours"], floors[role]
		report(figure{role + " to goqite", ours["per_second"], "1/s", ours["per_second"] / all["goqite"]["per_second"], f[0], f[1]})
		report(figure{role + " to the limit", ours["per_second"], "1/s", ours["per_second"] / all["raw"]["per_second"], "", limits[role]})
		report(figure{role + " 99 % to goqite", ours["p99_ms"], "ms", ours["p99_ms"] / all["goqite"]["p99_ms"], "<=1.0", "<=0.3"})
	}
	return nil
}

func addingRate(s settings, role, name string) (map[string]float64, error) {
	dir, err := os.MkdirTemp("", "bench-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	return complete(s, role, name, dir)
}
