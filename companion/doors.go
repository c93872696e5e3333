package companion

import (
	"context"
	"slices"

	"github.com/greenhouse-companion/greenhouse-companion/extension"
	"github.com/greenhouse-companion/greenhouse-companion/queue"
)

// doors are the service's faces: the same messages for every browser, and a few more for the command line. They differ in
// how a client shows that it may talk.
type doors struct{ native, webSocket, command *extension.Server }

func (s *Service) servers() (d doors, err error) {
	if d.native, err = s.server(s.clientMessages(), s.trust); err != nil {
		return doors{}, err
	}
	if d.command, err = s.server(s.adminMessages(), nil); err != nil {
		return doors{}, err
	}
	if d.webSocket = d.native; s.settings.WebSocket.Unpaired {
		d.webSocket, err = s.server(s.clientMessages(), nil)
	}
	return d, err
}

// server makes one face; without trust everybody who reaches it may talk.
func (s *Service) server(mux *extension.Mux, trust extension.Trust) (*extension.Server, error) {
	return extension.NewServer(extension.Config{Mux: mux, Events: s.events, Trust: trust, Version: s.version, Logger: s.logger})
}

// clientMessages is the table of what a browser may ask.
func (s *Service) clientMessages() *extension.Mux {
	mux := extension.NewMux()
	extension.Handle(mux, s.upload)
	extension.Handle(mux, s.accept)
	extension.Handle(mux, s.items)
	extension.Handle(mux, s.answer)
	extension.Handle(mux, s.retry)
	extension.Handle(mux, s.cancel)
	extension.Handle(mux, s.status)
	extension.Handle(mux, s.jobs)
	extension.Handle(mux, s.pools)
	extension.Handle(mux, s.preview)
	extension.Handle(mux, s.planQuery)
	extension.Handle(mux, s.folders)
	extension.Handle(mux, s.members)
	extension.Handle(mux, s.batch)
	extension.Handle(mux, s.listBatches)
	extension.Handle(mux, s.changeBatch)
	extension.Handle(mux, s.changeUpdates)
	extension.Handle(mux, s.sheet)
	return mux
}

// adminMessages adds what only the user's own command line may ask.
func (s *Service) adminMessages() *extension.Mux {
	mux := s.dashboardMessages()
	extension.Handle(mux, s.reload)
	extension.Handle(mux, s.openDashboard)
	extension.Handle(mux, s.makeStarterKitToken)
	extension.Handle(mux, s.exportData)
	return mux
}

// Reload tells the service that accounts have changed on disk.
type Reload struct{}

// MessageType names the message.
func (Reload) MessageType() string { return "reload" }

func (s *Service) reload(ctx context.Context, _ Reload) (extension.Status, error) {
	s.accounts.forget()
	s.indexes.changed()
	s.noteReload(ctx)
	s.wake(wakeable...)
	return s.status(ctx, extension.StatusQuery{})
}

func (s *Service) items(_ context.Context, q extension.ItemsQuery) (extension.Items, error) {
	found, err := s.find(q)
	if err != nil {
		return extension.Items{}, err
	}
	reply := extension.Items{Items: []extension.Item{}}
	for _, item := range found {
		v := s.view(item)
		if q.ItemID != "" {
			v.Timeline = storyOf(item)
		}
		reply.Items = append(reply.Items, v)
	}
	return reply, nil
}

func (s *Service) find(q extension.ItemsQuery) ([]queue.Item, error) {
	switch {
	case q.ItemID != "":
		item, err := s.byID(q.ItemID)
		return []queue.Item{item}, err
	case len(q.RequestIDs) > 0:
		return s.byRequests(q.Account, q.RequestIDs)
	}
	var states []queue.State
	for _, state := range q.States {
		states = append(states, queue.State(state))
	}
	list, err := s.queue.List(queue.Filter{States: states, Limit: q.Limit, Newest: true})
	if err != nil {
		return nil, err
	}
	for i := range list {
		if list[i], err = s.queue.Get(list[i].ID); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// byRequests returns the items of the requests it knows; the others are left out, so that a client can ask what arrived.
func (s *Service) byRequests(account string, ids []string) ([]queue.Item, error) {
	var out []queue.Item
	for _, id := range ids {
		item, err := s.queue.ByDedupeKey(dedupeKey(accountOr(account), id))
		if isNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, nil
}

func (s *Service) byID(text string) (queue.Item, error) {
	id, err := queue.ParseItemID(text)
	if err != nil {
		return queue.Item{}, unknownItem(text)
	}
	item, err := s.queue.Get(id)
	if isNotFound(err) {
		return queue.Item{}, unknownItem(text)
	}
	return item, err
}

func (s *Service) status(context.Context, extension.StatusQuery) (extension.Status, error) {
	accounts, err := s.accountInfos()
	if err != nil {
		return extension.Status{}, err
	}
	reply := extension.Status{
		Version: s.version, DataDir: s.dataDir, WebSocketURL: s.webSocketURL, Online: true, Counts: map[string]int{},
		Accounts: accounts, Notice: s.notice(),
	}
	if i := slices.IndexFunc(accounts, func(a extension.AccountInfo) bool { return a.Name == DefaultAccount }); i >= 0 {
		reply.Account = accounts[i]
	}
	if conn := s.accounts.inUse(DefaultAccount); conn != nil {
		reply.Online = !conn.isOffline()
	}
	for state, n := range s.queue.Stats().Counts {
		reply.Counts[string(state)] = n
	}
	return reply, nil
}

// events turns every change of an item into what a client sees of it.
func (s *Service) events(ctx context.Context) <-chan extension.Item {
	out := make(chan extension.Item)
	go func() {
		defer close(out)
		for changed := range s.queue.Watch(ctx) {
			item, err := s.queue.Get(changed.ID)
			if err != nil {
				continue // erased meanwhile: nothing to tell
			}
			select {
			case out <- s.view(item):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
