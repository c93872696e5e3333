package installer

// browsers are the per-user folders. Each browser reads its own and no other's.
var browsers = []browser{
	{"Chromium", ".config/chromium/NativeMessagingHosts", chromium},
	{"Chrome", ".config/google-chrome/NativeMessagingHosts", chromium},
	{"Firefox", ".mozilla/native-messaging-hosts", firefox},
}
