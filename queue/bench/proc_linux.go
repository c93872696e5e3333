package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// cost is what a waiting process takes from a laptop.
type cost struct {
	wakeUps float64 // per second
	cpu     float64 // milliseconds per minute
	memory  float64 // MB
}

// measureCost watches a process from outside.
func measureCost(pid int, during time.Duration) (cost, error) {
	wakeUps, cpu, err := threads(pid)
	if err != nil {
		return cost{}, err
	}
	time.Sleep(during)
	wakeUpsLater, cpuLater, err := threads(pid)
	if err != nil {
		return cost{}, err
	}
	mb, err := memory(pid)
	return cost{
		wakeUps: (wakeUpsLater - wakeUps) / during.Seconds(),
		cpu:     (cpuLater - cpu) / 1e6 / during.Minutes(),
		memory:  mb,
	}, err
}

// threads adds up how often all threads slept and how many nanoseconds they ran.
func threads(pid int) (wakeUps, cpu float64, err error) {
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", pid))
	if err != nil {
		return 0, 0, err
	}
	for _, task := range tasks {
		n, err := status(task, "voluntary_ctxt_switches")
		if err != nil {
			return 0, 0, err
		}
		schedule, err := os.ReadFile(filepath.Join(task, "schedstat"))
		if err != nil {
			return 0, 0, err
		}
		ran, err := strconv.ParseFloat(strings.Fields(string(schedule))[0], 64)
		if err != nil {
			return 0, 0, err
		}
		wakeUps += n
		cpu += ran
	}
	return wakeUps, cpu, nil
}

func memory(pid int) (float64, error) {
	kb, err := status(fmt.Sprintf("/proc/%d", pid), "VmRSS")
	return kb / 1024, err
}

func peakMemory(pid int) (float64, error) {
	kb, err := status(fmt.Sprintf("/proc/%d", pid), "VmHWM")
	return kb / 1024, err
}

// parts are the most that a process held of each kind of memory, in MB. Mapped files are pages that the system may take back.
type parts struct{ anonymous, files float64 }

// watchParts looks again and again until done is closed.
func watchParts(pid int, done <-chan struct{}) parts {
	var most parts
	for {
		select {
		case <-done:
			return most
		case <-time.After(20 * time.Millisecond):
		}
		dir := fmt.Sprintf("/proc/%d", pid)
		anonymous, _ := status(dir, "RssAnon") // zero once it has ended
		files, _ := status(dir, "RssFile")
		most = parts{max(most.anonymous, anonymous/1024), max(most.files, files/1024)}
	}
}

func status(dir, name string) (float64, error) {
	text, err := os.ReadFile(filepath.Join(dir, "status"))
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(text), "\n"+name+":")
	if !found {
		return 0, fmt.Errorf("%s has no %s", dir, name)
	}
	return strconv.ParseFloat(strings.Fields(rest)[0], 64)
}

// diskUsage counts the blocks that files take, in MB: some files are mostly holes.
func diskUsage(dir string) (float64, error) {
	var blocks int64
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		blocks += info.Sys().(*syscall.Stat_t).Blocks
		return nil
	})
	return float64(blocks) * 512 / (1 << 20), err
}
