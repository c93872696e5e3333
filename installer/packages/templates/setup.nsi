; For one user of the computer, without an administrator. The program itself sets up the service and tells the browsers.
Unicode true
Target {{.NSISTarget}}
Name "greenhouse-companion"
OutFile "{{.Out}}"
InstallDir "$LOCALAPPDATA\Programs\greenhouse-companion"
RequestExecutionLevel user
SetCompressor lzma
ShowInstDetails show
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\greenhouse-companion"
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

Section
  ; A program that runs cannot be replaced.
  IfFileExists "$INSTDIR\greenhouse-companion.exe" 0 +2
    nsExec::ExecToLog '"$INSTDIR\greenhouse-companion.exe" stop'
  SetOutPath "$INSTDIR"
{{- range .Files}}
  File "/oname={{.Name}}" "{{.Source}}"
{{- end}}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${KEY}" DisplayName "greenhouse-companion"
  WriteRegStr HKCU "${KEY}" DisplayVersion "{{.Version}}"
  WriteRegStr HKCU "${KEY}" Publisher "greenhouse-companion"
  WriteRegStr HKCU "${KEY}" UninstallString '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
  nsExec::ExecToLog '"$INSTDIR\greenhouse-companion.exe" install'
  Pop $0
  StrCmp $0 0 +3
    MessageBox MB_OK|MB_ICONEXCLAMATION "The programs are in place, but the service could not be set up. The details say why." /SD IDOK
    SetErrorLevel 1
SectionEnd

Section Uninstall
  ; People who have not arrived in Greenhouse yet are kept, and so is whatever could not be removed.
  nsExec::ExecToLog '"$INSTDIR\greenhouse-companion.exe" uninstall'
{{- range .Files}}
  Delete "$INSTDIR\{{.Name}}"
{{- end}}
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
