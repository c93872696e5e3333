package extension

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// examples has every message by the name of its file in testdata/messages, with how its file becomes Go and JSON again.
var examples = map[string]func(data []byte) (Message, error){
	"add":                    reader[Add],
	"add_batch":              reader[Add],
	"add_prospect":           reader[Add],
	"answer":                 reader[Answer],
	"answer_all":             reader[AnswerAll],
	"answered_all":           reader[AnsweredAll],
	"audit":                  reader[Audit],
	"audit_check":            reader[AuditCheck],
	"audit_checked":          reader[AuditChecked],
	"audit_query":            reader[AuditQuery],
	"batch_change":           reader[BatchChange],
	"batch_folder":           reader[Batch],
	"batch_reply":            reader[BatchReply],
	"batch_sheet":            reader[Batch],
	"batches":                reader[Batches],
	"batches_query":          reader[BatchesQuery],
	"caller":                 reader[Caller],
	"cancel":                 reader[Cancel],
	"clients":                reader[Clients],
	"clients_query":          reader[ClientsQuery],
	"confirm":                reader[Confirm],
	"confirmed":              reader[Confirmed],
	"dashboard_link":         reader[DashboardLink],
	"data_part":              reader[DataPart],
	"data_query":             reader[DataQuery],
	"doctor":                 reader[Doctor],
	"doctor_query":           reader[DoctorQuery],
	"error":                  reader[Error],
	"event":                  reader[Event],
	"folders":                reader[Folders],
	"folders_query":          reader[FoldersQuery],
	"forget":                 reader[Forget],
	"forget_person":          reader[ForgetPerson],
	"forgotten":              reader[Forgotten],
	"hello":                  reader[Hello],
	"hello_paired":           reader[Hello],
	"history":                reader[History],
	"history_query":          reader[HistoryQuery],
	"item":                   reader[ItemReply],
	"items":                  reader[Items],
	"items_query":            reader[ItemsQuery],
	"jobs":                   reader[Jobs],
	"jobs_query":             reader[JobsQuery],
	"keepalive":              reader[Keepalive],
	"make_starter_kit_token": reader[MakeStarterKitToken],
	"members":                reader[Members],
	"members_query":          reader[MembersQuery],
	"members_query_address":  reader[MembersQuery],
	"needs":                  reader[Needs],
	"needs_query":            reader[NeedsQuery],
	"open_dashboard":         reader[OpenDashboard],
	"overview":               reader[Overview],
	"overview_query":         reader[OverviewQuery],
	"pair":                   reader[Pair],
	"pair_named":             reader[Pair],
	"pairing_key":            reader[PairingKey],
	"ping":                   reader[Ping],
	"plan":                   reader[Plan],
	"plan_query":             reader[PlanQuery],
	"pong":                   reader[Pong],
	"pools":                  reader[Pools],
	"pools_query":            reader[PoolsQuery],
	"preview":                reader[Preview],
	"preview_query":          reader[PreviewQuery],
	"prove":                  reader[Prove],
	"proved":                 reader[Proved],
	"receipt":                reader[Receipt],
	"rename_client":          reader[RenameClient],
	"retried_all":            reader[RetriedAll],
	"retry":                  reader[Retry],
	"retry_all":              reader[RetryAll],
	"settings_in_force":      reader[SettingsInForce],
	"settings_query":         reader[SettingsQuery],
	"sheet":                  reader[SheetPart],
	"sheet_query":            reader[SheetQuery],
	"starter_kit_token":      reader[StarterKitToken],
	"status":                 reader[Status],
	"status_query":           reader[StatusQuery],
	"subscribe":              reader[Subscribe],
	"subscribed":             reader[Subscribed],
	"updates":                reader[UpdatesState],
	"updates_change":         reader[UpdatesChange],
	"upload":                 reader[Upload],
	"uploaded":               reader[Uploaded],
	"welcome":                reader[Welcome],
	"welcome_paired":         reader[Welcome],
}

func reader[M Message](data []byte) (Message, error) { return decode[M](data) }

func example(t testing.TB, name string) []byte {
	data, err := os.ReadFile(filepath.Join("testdata", "messages", name+".json"))
	require.NoError(t, err)
	return data
}

func TestEveryMessageHasAnExample(t *testing.T) {
	files, err := filepath.Glob("testdata/messages/*.json")
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".json"))
	}
	require.Equal(t, slices.Sorted(maps.Keys(examples)), names)
}

func TestExamplesRoundTrip(t *testing.T) {
	for name, read := range examples {
		t.Run(name, func(t *testing.T) {
			data := example(t, name)
			message, err := read(data)
			require.NoError(t, err)
			var head envelope
			require.NoError(t, json.Unmarshal(data, &head))
			require.Equal(t, head.Type, message.MessageType())

			again, err := encode(ownID(head), message)
			require.NoError(t, err)
			require.JSONEq(t, string(data), string(again))
		})
	}
}

// ownID leaves the id to errors, which carry it themselves.
func ownID(head envelope) string {
	return map[bool]string{false: head.ID}[head.Type == Error{}.MessageType()]
}

// A newer client sends fields that we do not know, at every level.
func TestUnknownFieldsChangeNothing(t *testing.T) {
	for name, read := range examples {
		t.Run(name, func(t *testing.T) {
			data := example(t, name)
			var tree map[string]any
			require.NoError(t, json.Unmarshal(data, &tree))
			withGrease, err := json.Marshal(grease(tree))
			require.NoError(t, err)

			want, err := read(data)
			require.NoError(t, err)
			got, err := read(withGrease)
			require.NoError(t, err)
			require.JSONEq(t, asJSON(t, want), asJSON(t, got))
		})
	}
}

// openByDesign are the objects whose fields are not the protocol's.
var openByDesign = []string{"profile", "values", "counts"}

// grease adds unknown fields to every object of a message whose fields are the protocol's.
func grease(node any) any {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			if !slices.Contains(openByDesign, key) {
				node[key] = grease(value)
			}
		}
		node["x_unknown_text"], node["x_unknown_list"] = "surprise", []any{1, nil, map[string]any{}}
	case []any:
		for i, value := range node {
			node[i] = grease(value)
		}
	}
	return node
}

func asJSON(t *testing.T, v any) string {
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

func TestProtocolPageIsComplete(t *testing.T) {
	page, err := os.ReadFile("PROTOCOL.md")
	require.NoError(t, err)
	for name := range examples {
		assert.Contains(t, string(page), "```json\n"+string(example(t, name))+"```", "example %s", name)
	}
	for code, meaning := range codeMeanings {
		assert.Contains(t, string(page), "| `"+code+"` | "+meaning+" |")
	}
}

func TestID(t *testing.T) {
	for text, want := range map[string]ID{
		`"123"`:                 123,
		`123`:                   123,
		`"9223372036854775807"`: 1<<63 - 1,
		`9223372036854775807`:   1<<63 - 1,
		`"-1"`:                  -1,
		`null`:                  0,
	} {
		var id ID
		require.NoError(t, json.Unmarshal([]byte(text), &id), text)
		assert.Equal(t, want, id, text)
	}
	require.Equal(t, `"9223372036854775807"`, asJSON(t, ID(1<<63-1)))
}

func TestIDRefuses(t *testing.T) {
	for _, text := range []string{`""`, `"12a"`, `1.5`, `1e3`, `"1\n"`, `9223372036854775808`, `true`, `{}`, `[1]`, `" 1"`} {
		var id ID
		require.Error(t, json.Unmarshal([]byte(text), &id), text)
	}
}

// What a client got wrong is named by field; what it sent is personal data and is not repeated.
func TestDecodeErrorsNameTheFieldOnly(t *testing.T) {
	for data, field := range map[string]string{
		`{"target":{"job_ids":["MARKED"]}}`: "target.job_ids",
		`{"target":{"job_ids":"MARKED"}}`:   "target.job_ids",
		`{"first_name":{"MARKED":1}}`:       "first_name",
		`{"target":{"kind":31337}}`:         "target.kind",
	} {
		_, err := decode[Add]([]byte(data))
		require.ErrorContains(t, err, field, data)
		require.NotContains(t, err.Error(), "MARKED")
		require.NotContains(t, err.Error(), "31337")
	}
}

func TestListsAreAlwaysLists(t *testing.T) {
	require.JSONEq(t, `{"items":[]}`, asJSON(t, Items{}))
	require.JSONEq(t, `{"clients":[]}`, asJSON(t, Clients{}))
	require.JSONEq(t, `{"folders":[]}`, asJSON(t, Folders{}))
	require.JSONEq(t, `{"folder_id":"0","members":[]}`, asJSON(t, Members{}))
	require.JSONEq(t, `{"batches":[]}`, asJSON(t, Batches{}))
	require.JSONEq(t, `{"jobs":[],"fetched_at":"0001-01-01T00:00:00Z","stale":false}`, asJSON(t, Jobs{}))
	require.JSONEq(t, `{"name":"","first_name":"","last_name":"","name_sure":false,
		"emails":[],"phones":[],"links":[],"locations":[],"left_out":[]}`, asJSON(t, Person{}))
}

func FuzzDecode(f *testing.F) {
	for name := range examples {
		f.Add(example(f, name))
	}
	f.Add([]byte(`{"type":"add","id":1}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		req, err := decodeRequest(data)
		if err != nil {
			require.IsType(t, (*Error)(nil), err)
			return
		}
		require.NotEmpty(t, req.ID)
		for _, read := range examples {
			message, err := read(data)
			if err == nil {
				_, err := encode(req.ID, message)
				require.NoError(t, err)
			}
		}
	})
}
