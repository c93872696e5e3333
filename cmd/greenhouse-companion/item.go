package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// ending says whether waiting for the item is over, and with which exit code. An item that waits for an account waits for
// a person, although it goes on by itself afterwards.
func ending(item extension.Item) (code int, ended bool) {
	switch item.State {
	case "done":
		return exitOK, true
	case "cancelled":
		return exitFailed, true
	case "needs_you":
		return exitNeedsYou, true
	}
	switch item.Cause {
	case "not_connected", "connect_again", "reads_refused":
		return exitNeedsYou, true
	}
	return exitOK, false
}

// endWith tells the item as the result and exits with the code.
func (a *app) endWith(item extension.Item, code int) error {
	if err := a.out.result(item, itemText(item)); err != nil {
		return err
	}
	if code != exitOK {
		return exitCode(code)
	}
	return nil
}

// itemLine is an item on one line.
func itemLine(item extension.Item) string {
	status := item.Status
	if item.Steps > 0 && status == "sending" {
		status = fmt.Sprintf("sending (step %d of %d)", item.Step, item.Steps)
	}
	if item.Update {
		status = "update, " + status
	}
	if item.Cause != "" {
		status += ": " + item.Cause
	}
	return fmt.Sprintf("%6s  %-24s %s", item.ItemID, clip(item.Name, 24), strings.ReplaceAll(status, "_", " "))
}

// clip shortens a name for a column; names are not longer than a screen.
func clip(name string, width int) string {
	if runes := []rune(name); len(runes) > width {
		return string(runes[:width-1]) + "…"
	}
	return name
}

// itemText is an item in full.
func itemText(item extension.Item) string {
	var b strings.Builder
	b.WriteString(itemLine(item) + "\n")
	for _, line := range []string{item.Message, item.Link} {
		if line != "" {
			b.WriteString("        " + line + "\n")
		}
	}
	if item.Question != nil {
		for _, c := range item.Question.Choices {
			fmt.Fprintf(&b, "        greenhouse-companion queue answer %s %s%s   %s\n", item.ItemID, c.Value, fieldFlags(c), c.Label)
		}
	}
	for _, m := range item.Timeline {
		fmt.Fprintf(&b, "  %s  %s\n", m.At.Local().Format(time.DateTime), m.Text)
	}
	if len(item.LeftOut) > 0 {
		b.WriteString("  Not sent: " + leftOutText(item.LeftOut) + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func leftOutText(parts []extension.LeftOut) string {
	var out []string
	for _, p := range parts {
		out = append(out, p.Field+" ("+strings.ReplaceAll(p.Reason, "_", " ")+")")
	}
	return strings.Join(out, ", ")
}

// fieldFlags are the flags that fill in a choice's fields; a field with options shows them all.
func fieldFlags(c extension.Choice) string {
	var b strings.Builder
	for _, f := range c.Fields {
		fmt.Fprintf(&b, " --value %s=%q", f.Name, cmp.Or(f.Value, strings.Join(f.Options, " | ")))
	}
	return b.String()
}
