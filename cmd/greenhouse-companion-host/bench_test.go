package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension/native"
	"github.com/stretchr/testify/require"
)

// bare is the least that a Go program can do in the host's place: read nothing, answer one frame.
const bare = `package main

import "os"

func main() { os.Stdout.Write([]byte{2, 0, 0, 0, '{', '}'}) }
`

// BenchmarkFirstAnswer measures from the start of the host to its first framed answer, side by side with a bare Go program.
// Without a service the host answers at once that there is none, which takes the same way out. It prints a JSON line per figure.
func BenchmarkFirstAnswer(b *testing.B) {
	dir := b.TempDir()
	source, rival := filepath.Join(dir, "main.go"), filepath.Join(dir, "bare")
	require.NoError(b, os.WriteFile(source, []byte(bare), 0o600))
	ours := filepath.Join(dir, "host")
	for target, pkg := range map[string]string{ours: ".", rival: source} {
		out, err := buildCommand(target, pkg).CombinedOutput()
		require.NoError(b, err, "%s", out)
	}
	var host, other []time.Duration
	for b.Loop() {
		host = append(host, firstAnswer(b, ours, dir))
		other = append(other, firstAnswer(b, rival, dir))
	}
	report("host start to first answer", ms(median(host)), "ms", ms(median(host))/ms(median(other)), "at most 1.6", "at most 1.3")
	info, err := os.Stat(ours)
	require.NoError(b, err)
	report("host size", float64(info.Size())/(1<<20), "MB", 0, "at most 3", "at most 2.5")
}

func firstAnswer(b *testing.B, program, dataDir string) time.Duration {
	cmd := exec.Command(program, chromiumOrigin)
	cmd.Env = append(os.Environ(), dataDirVariable+"="+dataDir, "HOME="+dataDir) // where no service is installed
	stdin, err := cmd.StdinPipe()
	require.NoError(b, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(b, err)
	start := time.Now()
	require.NoError(b, cmd.Start())
	_, _ = stdin.Write([]byte{2, 0, 0, 0, '{', '}'}) // the bare program may be gone already
	_, err = native.ReadFrame(stdout, native.MaxFrame)
	took := time.Since(start)
	require.NoError(b, err)
	_ = stdin.Close()
	_ = cmd.Wait()
	return took
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func report(name string, value float64, unit string, ratio float64, floor, goal string) {
	line, _ := json.Marshal(map[string]any{"figure": name, "value": value, "unit": unit, "ratio": ratio, "floor": floor, "goal": goal})
	fmt.Println(string(line))
}
