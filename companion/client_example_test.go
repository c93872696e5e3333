package companion_test

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/stretchr/testify/require"
)

// exampleRun pairs, adds, and comes back with the long-term key to ask what became of the add. The browser would send the
// Origin by itself.
const exampleRun = `
import {connect, parseKey} from "./client.mjs";
const [port, key, origin] = process.argv.slice(2);
const open = (url) => new WebSocket(url, {headers: {Origin: origin}});
let kept;
let ask = await connect(Number(port), parseKey(key), (next) => { kept = next; }, open);
const profile = {id: "900000000000101", name: "Marta Okafor"};
const receipt = await ask({type: "add", request_id: "example-1", profile, target: {kind: "prospect"}, priority: "click"});
ask = await connect(Number(port), kept, () => { throw new Error("a long-term key stays"); }, open);
const {items} = await ask({type: "items", request_ids: [receipt.request_id]});
const refusal = await ask({type: "cancel", item_id: "none"}).catch((error) => error.code);
console.log(JSON.stringify({receipt: receipt.item_id, item: items[0].item_id, refusal}));
process.exit(0);
`

// TestExampleClient: the client that PROTOCOL.md's readers start from works against the real service, in node.
func TestExampleClient(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "node is missing")
		t.Skip("node is missing")
	}
	w := newWorld(t)
	w.settings.WebSocket.Unpaired = false
	service, _ := w.run()
	client := w.command()
	key, err := extension.Call[extension.PairingKey](t.Context(), client, extension.Pair{})
	require.NoError(t, err)
	address, err := url.Parse(service.WebSocketURL())
	require.NoError(t, err)
	dir := t.TempDir()
	script := filepath.Join(dir, "run.mjs")
	source, err := os.ReadFile("../extension/browser/examples/client.js")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "client.mjs"), source, 0o600))
	require.NoError(t, os.WriteFile(script, []byte(exampleRun), 0o600))

	out, err := exec.CommandContext(t.Context(), node, "--experimental-websocket", "--no-warnings", script, address.Port(), key.Key, testOrigin).CombinedOutput()
	require.NoError(t, err, "%s", out)
	var said struct{ Receipt, Item, Refusal string }
	require.NoError(t, json.Unmarshal(out, &said), "%s", out)
	require.NotEmpty(t, said.Receipt)
	require.Equal(t, said.Receipt, said.Item)
	require.Equal(t, extension.CodeUnknownItem, said.Refusal)
	await(t, client, said.Receipt, "done")
	w.requirePeople("Marta Okafor")
}
