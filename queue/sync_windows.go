package queue

// syncFolder does nothing: Windows keeps renames in its journal, and a folder cannot be synced.
func syncFolder(string) error {
	return nil
}
