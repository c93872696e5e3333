package companion

import (
	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// accountInfos describe every account and its index, as far as is known without asking Greenhouse. Of what the settings have
// switched off nothing is told.
func (s *Service) accountInfos() ([]extension.AccountInfo, error) {
	infos, err := s.accounts.infos()
	if err != nil {
		return nil, err
	}
	for i := range infos {
		account, connected, err := s.accounts.store.Account(infos[i].Name)
		if err != nil {
			return nil, err
		}
		if connected && !s.settings.Index.Disabled {
			infos[i].Index = s.indexInfo(account)
		}
	}
	return infos, nil
}

func (s *Service) indexInfo(a store.Account) *extension.IndexInfo {
	if off := s.withoutIndex(a); off != "" {
		return &extension.IndexInfo{Off: off}
	}
	people, err := s.indexes.of(a)
	if err != nil {
		return &extension.IndexInfo{Off: noIndexUnusable}
	}
	stats := people.Stats()
	return &extension.IndexInfo{People: stats.People, Bytes: stats.Bytes, Complete: stats.Complete, AsOf: stats.FreshTo}
}
