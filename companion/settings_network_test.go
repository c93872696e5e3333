package companion_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/greenhouse-companion/greenhouse-companion/companion"
	"github.com/greenhouse-companion/greenhouse-companion/companion/amazinghiring/pretend"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/harvest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Names that only the office's proxy knows.
const greenhouseHost, amazingHiringHost = "greenhouse.example", "amazinghiring.example"

// office is a network whose only way out is a proxy that reads along: everything is signed by its own authority.
type office struct {
	t      *testing.T
	proxy  string
	caFile string
	cert   tls.Certificate

	mu    sync.Mutex
	doors map[string]string // where a CONNECT to a host and port really leads
	seen  []string
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, doors: map[string]string{}, caFile: filepath.Join(t.TempDir(), "office ca.pem")}
	o.makeCertificate()
	server := httptest.NewServer(http.HandlerFunc(o.connect))
	t.Cleanup(server.Close)
	o.proxy = server.URL
	return o
}

// makeCertificate makes one certificate that is its own authority.
func (o *office) makeCertificate() {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(o.t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Office Example Authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{greenhouseHost, amazingHiringHost}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(o.t, err)
	o.cert = tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
	require.NoError(o.t, os.WriteFile(o.caFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
}

// serve puts a system behind the proxy under the host's name, and returns its address there.
func (o *office) serve(host, system string) string {
	target, err := url.Parse(system)
	require.NoError(o.t, err)
	front := httptest.NewUnstartedServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }})
	front.TLS = &tls.Config{Certificates: []tls.Certificate{o.cert}}
	front.StartTLS()
	o.t.Cleanup(front.Close)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.doors[host+":443"] = front.Listener.Addr().String()
	return "https://" + host
}

// connect is the proxy's part of a tunnel. It refuses everything else.
func (o *office) connect(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	door := o.doors[r.Host]
	o.seen = append(o.seen, r.Method+" "+r.Host)
	o.mu.Unlock()
	if r.Method != http.MethodConnect || door == "" {
		http.Error(w, "not allowed here", http.StatusForbidden)
		return
	}
	far, err := net.Dial("tcp", door)
	if err != nil {
		http.Error(w, "nobody there", http.StatusBadGateway)
		return
	}
	near, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		far.Close()
		return
	}
	// Answered only now: the client's first bytes must not end up in the server's buffer.
	_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
	go pipe(far, near)
	go pipe(near, far)
}

func (o *office) visited() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.seen
}

func (o *office) settings() companion.NetworkSettings {
	return companion.NetworkSettings{Proxy: o.proxy, CAFile: o.caFile}
}

// behind puts the pretend Greenhouse behind the office's proxy.
func (w *world) behind(o *office) companion.ConnectRequest {
	req := w.connectRequest()
	req.HarvestURL = o.serve(greenhouseHost, w.greenhouse.URL())
	req.AuthURL = req.HarvestURL
	req.Network = o.settings()
	return req
}

// TestThroughTheOfficeProxy: connecting, delivering, previewing and the doctor all take the way that the settings name.
func TestThroughTheOfficeProxy(t *testing.T) {
	w := newEmptyWorld(t)
	o := newOffice(t)
	_, err := companion.Connect(t.Context(), w.behind(o))
	require.NoError(t, err)

	source, err := pretend.Start("")
	require.NoError(t, err)
	t.Cleanup(source.Close)
	require.NoError(t, companion.ConnectAmazingHiring(w.dir, harvest.Secret(source.Token()), companion.StoreFile))
	w.settings.AmazingHiring.URL = o.serve(amazingHiringHost, source.URL())
	w.settings.Network = o.settings()
	w.run()

	client := w.command()
	id := send(t, client, newAdd(person(1, "Ada Example", "ada@example.com"), w.onJob(0)))
	await(t, client, id, "done")
	w.requirePeople("Ada Example")
	shown, err := extension.Call[extension.Preview](t.Context(), client, extension.PreviewQuery{ProfileID: 900000000000101})
	require.NoError(t, err)
	require.Equal(t, "Marta", shown.Person.FirstName)

	findings := companion.Examine(t.Context(), w.examination())
	require.False(t, companion.NeedsAct(findings), "%+v", findings)
	requireFinding(t, findings, "network", companion.FindingOK, o.proxy)
	requireFinding(t, findings, "network", companion.FindingOK, o.caFile)
	for _, visit := range o.visited() {
		assert.Contains(t, []string{"CONNECT greenhouse.example:443", "CONNECT amazinghiring.example:443"}, visit)
	}
}

func TestConnectTellsWhatIsInTheWay(t *testing.T) {
	tests := map[string]struct {
		spoil func(*office, *companion.ConnectRequest)
		text  string
	}{
		"certificate of nobody known": {func(_ *office, r *companion.ConnectRequest) { r.Network.CAFile = "" }, "ca_file under [network]"},
		"proxy that refuses":          {func(o *office, _ *companion.ConnectRequest) { clear(o.doors) }, "proxy under [network]"},
		"no proxy there":              {func(_ *office, r *companion.ConnectRequest) { r.Network.Proxy = "http://127.0.0.1:1" }, "connection refused"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w := newEmptyWorld(t)
			o := newOffice(t)
			req := w.behind(o)
			test.spoil(o, &req)
			_, err := companion.Connect(t.Context(), req)
			requireCode(t, companion.CodeOffline, err)
			var told *extension.Error
			require.ErrorAs(t, err, &told)
			require.Contains(t, told.Message+told.Remedy, test.text)
		})
	}
}

// TestThisComputerNeedsNoProxy: what runs here is reached directly, whatever the settings say.
func TestThisComputerNeedsNoProxy(t *testing.T) {
	w := newEmptyWorld(t)
	req := w.connectRequest()
	req.Network.Proxy = "http://127.0.0.1:1"
	_, err := companion.Connect(t.Context(), req)
	require.NoError(t, err)
	req.HarvestURL = strings.Replace(req.HarvestURL, "127.0.0.1", "localhost", 1)
	_, err = companion.Connect(t.Context(), req)
	require.NoError(t, err)
}

func TestNetworkSettingsThatCannotBeUsed(t *testing.T) {
	text := filepath.Join(t.TempDir(), "text.pem")
	require.NoError(t, os.WriteFile(text, []byte("no certificate"), 0o600))
	tests := map[string]struct{ entry, told string }{
		"no address":          {`proxy = "proxy.example.com:3128"`, "http://proxy.example.com:3128"},
		"no host":             {`proxy = "http://:3128"`, "it is no address"},
		"other kind":          {`proxy = "ftp://proxy.example.com"`, "it is no address"},
		"not an address":      {`proxy = "http://a b"`, "it is no address"},
		"with a password":     {`proxy = "http://nora:hunter2@proxy.example.com:3128"`, "user name or a password"},
		"with a path":         {`proxy = "http://proxy.example.com:3128/proxy.pac"`, "something follows"},
		"file that is gone":   {`ca_file = "/nowhere/ca.pem"`, "/nowhere/ca.pem"},
		"file of other words": {fmt.Sprintf("ca_file = %q", text), "no certificate in PEM form"},
		"file by half a path": {`ca_file = "ca.pem"`, "not a whole path"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "config.toml")
			require.NoError(t, os.WriteFile(path, []byte("[network]\n"+test.entry+"\n"), 0o600))
			_, err := companion.LoadSettings(path, false)
			requireCode(t, companion.CodeBadConfig, err)
			var told *extension.Error
			require.ErrorAs(t, err, &told)
			require.Contains(t, told.Message, test.told)
			require.NotContains(t, told.Message+told.Remedy, "hunter2")
		})
	}
}

func TestNetworkSettingsAreRead(t *testing.T) {
	o := newOffice(t)
	path := filepath.Join(t.TempDir(), "config.toml")
	entries := fmt.Sprintf("[network]\nproxy = %q\nca_file = %q\n", o.proxy, o.caFile)
	require.NoError(t, os.WriteFile(path, []byte(entries), 0o600))
	settings, err := companion.LoadSettings(path, false)
	require.NoError(t, err)
	require.Equal(t, o.settings(), settings.Network)
}
