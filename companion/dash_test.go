package companion_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// call asks and expects an answer.
func call[Resp extension.Message](t *testing.T, c *extension.Client, req extension.Message) Resp {
	t.Helper()
	reply, err := extension.Call[Resp](t.Context(), c, req)
	require.NoError(t, err)
	return reply
}

func TestOverview(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), w.onJob(0))), "done")
	w.line.cut()
	await(t, client, send(t, client, newAdd(person(2, "Otto Sample", "otto@example.com"), w.onJob(0))), "waiting", companion.CauseOffline)

	got := call[extension.Overview](t, client, extension.OverviewQuery{})
	require.Equal(t, map[string]int{"ready": 0, "leased": 0, "waiting": 1, "needs_you": 0, "done": 1, "cancelled": 0}, got.Counts)
	require.Len(t, got.Waiting, 1)
	require.Equal(t, companion.CauseOffline, got.Waiting[0].Cause)
	require.Equal(t, 1, got.Waiting[0].Count)
	require.Contains(t, got.Waiting[0].Text, "Greenhouse cannot be reached")
	require.Len(t, got.Accounts, 1)
	require.False(t, got.Accounts[0].Online)
	require.Equal(t, "default", got.Accounts[0].Name)
	require.False(t, got.AmazingHiring)
	require.Empty(t, got.Working)
}

func TestOverviewTellsTheRateWindow(t *testing.T) {
	w := newWorld(t, "rate=1000/60")
	w.run()
	client := w.command()
	await(t, client, send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), w.onJob(0))), "done")
	require.Eventually(t, func() bool {
		rate := call[extension.Overview](t, client, extension.OverviewQuery{}).Accounts[0].Rate
		return rate != nil && rate.Limit == 1000 && rate.Remaining < 1000 && rate.ResetsAt.After(time.Now())
	}, 10*time.Second, 20*time.Millisecond)
}

// TestHistoryByParts: the parts fit together although somebody is added in between.
func TestHistoryByParts(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	for i := range 7 {
		send(t, client, newAdd(person(int64(i+1), fmt.Sprintf("Person%d Sample", i+1), ""), inBase))
	}
	var got []string
	query := extension.HistoryQuery{Limit: 3}
	for range 3 {
		part := call[extension.History](t, client, query)
		for _, item := range part.Items {
			got = append(got, item.Name)
		}
		query.Before = part.Next
		send(t, client, newAdd(person(100, "Later Sample", ""), inBase))
	}
	require.Empty(t, query.Before)
	require.Equal(t, []string{
		"Person7 Sample", "Person6 Sample", "Person5 Sample", "Person4 Sample", "Person3 Sample", "Person2 Sample", "Person1 Sample",
	}, got)
}

func TestHistoryFinds(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	ids := map[string]string{}
	for i, name := range []string{"Ines Núñez", "Otto Núñez", "Otto Bergström"} {
		ids[name] = send(t, client, newAdd(person(900000000000201+int64(i), name, ""), inBase))
		await(t, client, ids[name], "waiting")
	}
	call[extension.ItemReply](t, client, extension.Cancel{ItemID: ids["Otto Bergström"]})
	for name, c := range map[string]struct {
		query extension.HistoryQuery
		want  []string
	}{
		"everybody":            {extension.HistoryQuery{}, []string{"Otto Bergström", "Otto Núñez", "Ines Núñez"}},
		"a name":               {extension.HistoryQuery{Search: "otto"}, []string{"Otto Bergström", "Otto Núñez"}},
		"words in any order":   {extension.HistoryQuery{Search: " nunez  OTTO"}, []string{"Otto Núñez"}},
		"the beginning":        {extension.HistoryQuery{Search: "berg"}, []string{"Otto Bergström"}},
		"the number":           {extension.HistoryQuery{Search: ids["Ines Núñez"]}, []string{"Ines Núñez"}},
		"the profile":          {extension.HistoryQuery{Search: "900000000000202"}, []string{"Otto Núñez"}},
		"signs only":           {extension.HistoryQuery{Search: "?!"}, nil},
		"a state":              {extension.HistoryQuery{States: []string{"cancelled"}}, []string{"Otto Bergström"}},
		"a cause":              {extension.HistoryQuery{Cause: companion.CauseNotConnected}, []string{"Otto Núñez", "Ines Núñez"}},
		"all conditions":       {extension.HistoryQuery{Search: "otto", States: []string{"waiting"}}, []string{"Otto Núñez"}},
		"before the first":     {extension.HistoryQuery{Before: "1"}, nil},
		"before the last":      {extension.HistoryQuery{Before: ids["Otto Bergström"]}, []string{"Otto Núñez", "Ines Núñez"}},
		"a limit out of range": {extension.HistoryQuery{Limit: -1, Search: "ines"}, []string{"Ines Núñez"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, item := range call[extension.History](t, client, c.query).Items {
				got = append(got, item.Name)
			}
			require.Equal(t, c.want, got)
		})
	}
	_, err := extension.Call[extension.History](t.Context(), client, extension.HistoryQuery{Before: "yesterday"})
	requireCode(t, extension.CodeBadRequest, err)
}

// TestAnswerAll: one answer serves everybody who was seen to need it; who changed meanwhile, and who is added later, is left.
func TestAnswerAll(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	var ids []string
	for i, name := range []string{"Ana Sample 🚀", "Bo Sample 🚀", "Cleo Sample 🚀"} {
		id := send(t, client, newAdd(person(int64(i+1), name, fmt.Sprintf("p%d@example.com", i)), inBase))
		await(t, client, id, "needs_you", companion.CauseName)
		ids = append(ids, id)
	}
	needs := call[extension.Needs](t, client, extension.NeedsQuery{})
	require.Len(t, needs.Groups, 1)
	group := needs.Groups[0]
	require.Equal(t, companion.CauseName, group.Cause)
	require.Equal(t, "needs_you", group.State)
	require.Equal(t, 3, group.Count)
	require.Len(t, group.Items, 3)
	require.NotNil(t, group.Items[0].Question)
	require.Equal(t, []extension.Choice{{Value: "accept", Label: "Yes"}}, group.Choices, "the other choice asks for values")

	later := send(t, client, newAdd(person(4, "Dora Sample 🚀", "p4@example.com"), inBase))
	await(t, client, later, "needs_you", companion.CauseName)
	refused := call[extension.AnsweredAll](t, client, extension.AnswerAll{Cause: companion.CauseName, Choice: "name", AsOf: time.Now()})
	require.Equal(t, extension.AnsweredAll{Left: 4}, refused, "it needs values")
	refused = call[extension.AnsweredAll](t, client, extension.AnswerAll{Cause: companion.CauseName, Choice: "name", AsOf: time.Now(), After: ids[2]})
	require.Equal(t, extension.AnsweredAll{Left: 1}, refused, "the others are behind")
	answered := call[extension.AnsweredAll](t, client, extension.AnswerAll{Cause: companion.CauseName, Choice: "accept", AsOf: needs.AsOf})
	require.Equal(t, extension.AnsweredAll{Answered: 3, Left: 1}, answered)
	for _, id := range ids {
		await(t, client, id, "done")
	}
	require.Equal(t, "needs_you", show(t, client, later).State)
	w.requirePeople("Ana Sample", "Bo Sample", "Cleo Sample")
}

// TestAnswerAllByParts: very many are answered over several messages, each once.
func TestAnswerAllByParts(t *testing.T) {
	w := newWorld(t)
	w.run()
	client := w.command()
	const people = 205
	for i := range people {
		send(t, client, newAdd(person(int64(i+1), fmt.Sprintf("Ana Sample%d 🚀", i), ""), inBase))
	}
	require.Eventually(t, func() bool {
		return call[extension.Overview](t, client, extension.OverviewQuery{}).Counts["needs_you"] == people
	}, 60*time.Second, 50*time.Millisecond)
	needs := call[extension.Needs](t, client, extension.NeedsQuery{})
	require.Equal(t, people, needs.Groups[0].Count)
	require.Len(t, needs.Groups[0].Items, 20)
	w.line.cut() // nobody is delivered meanwhile
	first := call[extension.AnsweredAll](t, client, extension.AnswerAll{Cause: companion.CauseName, Choice: "accept", AsOf: needs.AsOf})
	require.Equal(t, 200, first.Answered)
	require.NotEmpty(t, first.Next)
	rest := call[extension.AnsweredAll](t, client, extension.AnswerAll{Cause: companion.CauseName, Choice: "accept", AsOf: needs.AsOf, After: first.Next})
	require.Equal(t, extension.AnsweredAll{Answered: 5}, rest)
}

func TestNeedsWhatOnlyAPersonCanMend(t *testing.T) {
	w := newEmptyWorld(t)
	w.run()
	client := w.command()
	id := send(t, client, newAdd(person(1, "Ines Sample", "ines@example.com"), inBase))
	await(t, client, id, "waiting", companion.CauseNotConnected)
	needs := call[extension.Needs](t, client, extension.NeedsQuery{})
	require.Len(t, needs.Groups, 1)
	require.Equal(t, companion.CauseNotConnected, needs.Groups[0].Cause)
	require.Equal(t, "waiting", needs.Groups[0].State)
	require.Contains(t, needs.Groups[0].Text, "greenhouse-companion connect")
	require.Empty(t, needs.Groups[0].Choices)

	w.connect() // the service is not told
	call[extension.RetriedAll](t, client, extension.RetryAll{Cause: companion.CauseNotConnected})
	await(t, client, id, "done")
	_, err := extension.Call[extension.RetriedAll](t.Context(), client, extension.RetryAll{Cause: companion.CauseOffline})
	requireCode(t, extension.CodeBadRequest, err)
}

func TestReports(t *testing.T) {
	w := newWorld(t)
	w.settings.Greenhouse.Source = "Sourcing Example"
	w.run()
	client := w.command()
	require.Contains(t, call[extension.SettingsInForce](t, client, extension.SettingsQuery{}).Text, `source = "Sourcing Example"`)
	states := map[string]string{}
	for _, f := range call[extension.Doctor](t, client, extension.DoctorQuery{}).Findings {
		states[f.Check] = f.State
	}
	require.Equal(t, "ok", states["credential"])
	require.Equal(t, "act", states["source"], "there is no source of that name")
}

// TestDashboardDoor: the link leads in once, the page then talks to the service, and stopping the service ends that.
func TestDashboardDoor(t *testing.T) {
	w := newWorld(t)
	service, stop := w.run()
	link := call[extension.DashboardLink](t, w.command(), extension.OpenDashboard{})
	require.Equal(t, 120, link.ValidSeconds)
	address, key, _ := strings.Cut(link.URL, "/open#")

	cookie, page := enterDashboard(t, address, key)
	require.Equal(t, http.StatusForbidden, postKey(t, address, key).StatusCode, "a link works once")
	header := http.Header{"Origin": {address}, "Cookie": {cookie}}
	dialer := websocket.Dialer{Subprotocols: []string{extension.DashboardProtocol, "session." + page}}
	ws, reply, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(address, "http")+"/ws", header)
	require.NoError(t, err)
	defer ws.Close()
	require.Equal(t, extension.DashboardProtocol, reply.Header.Get("Sec-WebSocket-Protocol"))
	require.NoError(t, ws.WriteJSON(map[string]any{"type": "hello", "id": "1", "protocol": 1, "client": map[string]string{"name": "dashboard", "version": "1"}}))
	require.Equal(t, "welcome", readType(t, ws))
	require.NoError(t, ws.WriteJSON(map[string]string{"type": "clients", "id": "2"}))
	require.Equal(t, "clients", readType(t, ws))
	require.NoError(t, ws.WriteJSON(map[string]string{"type": "open_dashboard", "id": "3"}))
	require.Equal(t, "error", readType(t, ws), "a page cannot let others in")

	_, err = extension.Call[extension.DashboardLink](t.Context(), w.webSocket(service.WebSocketURL()), extension.OpenDashboard{})
	requireCode(t, extension.CodeUnknownType, err)
	_, err = extension.Call[extension.Clients](t.Context(), w.webSocket(service.WebSocketURL()), extension.ClientsQuery{})
	requireCode(t, extension.CodeUnknownType, err)
	stop()
	_, _, err = ws.ReadMessage()
	require.Error(t, err)
}

func readType(t *testing.T, ws *websocket.Conn) string {
	t.Helper()
	var message struct{ Type string }
	require.NoError(t, ws.ReadJSON(&message))
	return message.Type
}

func enterDashboard(t *testing.T, address, key string) (cookie, page string) {
	t.Helper()
	reply := postKey(t, address, key)
	defer reply.Body.Close()
	require.Equal(t, http.StatusOK, reply.StatusCode)
	var body struct{ Page string }
	require.NoError(t, json.NewDecoder(reply.Body).Decode(&body))
	require.Len(t, reply.Cookies(), 1)
	return reply.Cookies()[0].Name + "=" + reply.Cookies()[0].Value, body.Page
}

func postKey(t *testing.T, address, key string) *http.Response {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/session", strings.NewReader(`{"key":"`+key+`"}`))
	require.NoError(t, err)
	request.Header.Set("Origin", address)
	reply, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { reply.Body.Close() })
	return reply
}
