package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/spf13/cobra"
)

func (a *app) foldersCommand() *cobra.Command {
	return &cobra.Command{
		Use: "folders", Short: "List the folders in AmazingHiring", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			folders, err := ask[extension.Folders](cmd.Context(), a, extension.FoldersQuery{})
			if err != nil {
				return err
			}
			return a.out.result(folders, foldersText(folders.Folders))
		},
	}
}

func foldersText(folders []extension.Folder) string {
	if len(folders) == 0 {
		return "The token may see no folder in AmazingHiring."
	}
	var lines []string
	for _, f := range folders {
		lines = append(lines, fmt.Sprintf("%10d  %-40s %6d people", f.ID, clip(f.Name, 40), f.People))
	}
	return strings.Join(lines, "\n")
}

// folder is a folder with everybody in it.
type folder struct {
	id      extension.ID
	name    string
	members []extension.Member
}

// readFolder reads the folder with this id, or the one whose page has this address. That opens nobody's contacts.
func readFolder(ctx context.Context, client *extension.Client, where string) (folder, error) {
	var f folder
	query := extension.MembersQuery{Address: where}
	if id, err := strconv.ParseInt(where, 10, 64); err == nil {
		query = extension.MembersQuery{FolderID: extension.ID(id)}
	}
	for more := true; more; {
		query.Offset = len(f.members)
		part, err := extension.Call[extension.Members](ctx, client, query)
		if err != nil {
			return folder{}, err
		}
		f.id, f.members = part.FolderID, append(f.members, part.Members...)
		more = part.More && len(part.Members) > 0
	}
	name, err := folderName(ctx, client, f.id)
	f.name = name
	return f, err
}

// folderName is what the folder is called; a folder that is shared without being listed has only its number.
func folderName(ctx context.Context, client *extension.Client, id extension.ID) (string, error) {
	folders, err := extension.Call[extension.Folders](ctx, client, extension.FoldersQuery{})
	if err != nil {
		return "", err
	}
	for _, f := range folders.Folders {
		if f.ID == id && f.Name != "" {
			return f.Name, nil
		}
	}
	return fmt.Sprintf("Folder %d", id), nil
}
