package companion

import (
	"context"

	"github.com/greenhouse-companion/greenhouse-companion/companion/store"
	"github.com/greenhouse-companion/greenhouse-companion/extension"
)

// auditLines is how many lines of the audit log one answer has.
const auditLines = 1000

// auditEntries gives a part of the audit log, as it is in the file.
func (s *Service) auditEntries(_ context.Context, q extension.AuditQuery) (extension.Audit, error) {
	s.audit.flush(false)
	from := max(q.From, 1)
	lines, err := s.audit.log.Lines(from, auditLines)
	if err != nil {
		return extension.Audit{}, err
	}
	reply := extension.Audit{Lines: lines}
	if len(lines) == auditLines {
		reply.Next = from + auditLines
	}
	return reply, nil
}

// checkAudit reads the whole log. It compares with the head that was kept before, so what is written meanwhile hides nothing.
func (s *Service) checkAudit(context.Context, extension.AuditCheck) (extension.AuditChecked, error) {
	kept, err := s.audit.keptHead()
	if err != nil {
		return extension.AuditChecked{}, err
	}
	report, err := s.audit.log.Check(kept)
	if err != nil {
		return extension.AuditChecked{}, err
	}
	return extension.AuditChecked{
		Entries: report.Entries, Unkept: report.Unkept, Findings: report.Findings,
		Limits: []string{
			"A program with your own rights on this computer can read the key and write the whole log and its kept head anew.",
			"The last entries since the head was kept (at most 5 seconds or 100 entries behind) can be cut off unnoticed.",
			"What a crash found in memory, as a rule a tenth of a second's worth, is not in the log.",
		},
	}, nil
}

// keptHead writes what waits first, so that a log that was found changed says so.
func (a *auditor) keptHead() (store.AuditHead, error) {
	a.flush(false)
	a.writing.Lock()
	defer a.writing.Unlock()
	return a.readHead()
}
