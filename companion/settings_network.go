package companion

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/greenhouse-companion/greenhouse-companion/harvest"
)

// NetworkSettings say how Greenhouse and AmazingHiring are reached. Addresses of this computer are never asked for
// through a proxy.
type NetworkSettings struct {
	// Proxy is the proxy to go through, as "http://host:port". Default: what HTTPS_PROXY and NO_PROXY of the environment
	// say. It holds no password; a proxy that asks for one is named in the service's environment.
	Proxy string `toml:"proxy"`
	// CAFile is a file of PEM certificates to trust beside the system's, such as that of a proxy which reads along.
	// Default: none.
	CAFile string `toml:"ca_file"`
}

// Validate says what is wrong with the settings, as *extension.Error with the code CodeBadConfig.
func (n NetworkSettings) Validate() error {
	_, err := n.transport()
	return err
}

// transport is the way to the internet that the settings name. Its errors have the code CodeBadConfig.
func (n NetworkSettings) transport() (*http.Transport, error) {
	t := harvest.DefaultTransport()
	if n.Proxy != "" {
		proxy, err := parseProxy(n.Proxy)
		if err != nil {
			return nil, newProblem(CodeBadConfig, fmt.Sprintf("The proxy of the network settings cannot be used: %v.", err),
				"Correct proxy under [network] in config.toml, or --proxy. Where the proxy asks for a password, put HTTPS_PROXY into the "+
					"service's environment yourself: systemctl --user edit greenhouse-companion")
		}
		t.Proxy = proxyBut(proxy)
	}
	if n.CAFile != "" {
		authorities, err := readAuthorities(n.CAFile)
		if err != nil {
			return nil, newProblem(CodeBadConfig, fmt.Sprintf("The file of certificates of the network settings cannot be used: %v.", err),
				"Correct ca_file under [network] in config.toml, or --ca-file: it names a file of certificates in PEM form, by its whole path.")
		}
		t.TLSClientConfig = &tls.Config{RootCAs: authorities}
	}
	return t, nil
}

// parseProxy never quotes the address: a mistyped one may hold a password.
func parseProxy(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("it is no address such as http://proxy.example.com:3128")
	case u.User != nil:
		return nil, errors.New("it holds a user name or a password, which this file is no place for")
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("something follows host and port")
	}
	return u, nil
}

// proxyBut leads everything through the proxy but what stays on this computer.
func proxyBut(proxy *url.URL) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		if isLoopback(r.URL.Hostname()) {
			return nil, nil
		}
		return proxy, nil
	}
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// readAuthorities are the system's and the file's.
func readAuthorities(path string) (*x509.CertPool, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("%s is not a whole path", path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("read the system's certificates: %w", err)
	}
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("%s holds no certificate in PEM form", path)
	}
	return pool, nil
}
