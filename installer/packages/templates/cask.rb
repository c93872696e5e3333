cask "greenhouse-companion" do
  arch arm: "arm64", intel: "amd64"

  version "{{.Version}}"
  sha256 arm:   "{{.ARM}}",
         intel: "{{.Intel}}"

  url "{{.Homepage}}/releases/download/v#{version}/greenhouse-companion_#{version}_darwin_#{arch}.tar.gz"
  name "greenhouse-companion"
  desc "{{.Summary}}"
  homepage "{{.Homepage}}"

  binary "greenhouse-companion_#{version}_darwin_#{arch}/greenhouse-companion"
  binary "greenhouse-companion_#{version}_darwin_#{arch}/greenhouse-companion-host"

  caveats <<~EOS
    The programs are not signed by Apple. To set up the service and the browsers:
      greenhouse-companion install
    Before you remove this cask, take both back with:
      greenhouse-companion uninstall
  EOS
end
