package sheet

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/greenhouse-companion/greenhouse-companion/companion/profile"
)

// Field is what a column holds.
type Field string

// Fields that make a profile.
const (
	FieldID           Field = "id"          // AmazingHiring profile id
	FieldProfileURL   Field = "profile_url" // AmazingHiring page
	FieldName         Field = "name"        // first and last name in one cell
	FieldFirstName    Field = "first_name"
	FieldLastName     Field = "last_name"
	FieldTitle        Field = "title"
	FieldCompany      Field = "company"
	FieldEmail        Field = "email"
	FieldPhone        Field = "phone"
	FieldOtherContact Field = "other_contact" // "skype: marta"
	FieldLinkedIn     Field = "linkedin"
	FieldSocial       Field = "social"
	FieldWebsite      Field = "website"
	FieldLocation     Field = "location"
	FieldAbout        Field = "about"
	FieldNotes        Field = "notes"
)

// Fields that say where the person goes. Person leaves them to the caller, who
// gets them with Mapping.Cell.
const (
	FieldSource        Field = "source"
	FieldCredit        Field = "credit"
	FieldJob           Field = "job"
	FieldDepartment    Field = "department"
	FieldOffice        Field = "office"
	FieldProspectPool  Field = "prospect_pool"
	FieldProspectStage Field = "prospect_stage"
)

// headings are the usual names of a field: first ours and those of Greenhouse,
// then English, German, French, Spanish, Portuguese and Russian ones. Case,
// accents, punctuation, numbers and the order of words do not matter.
var headings = map[Field]string{
	FieldID: `AmazingHiring ID|AmazingHiring profile ID|AH ID|AH profile ID|profile ID`,
	FieldProfileURL: `AmazingHiring URL|AmazingHiring|AmazingHiring profile|AmazingHiring profile URL|AmazingHiring link|
		AH URL|AH link|AH profile|ссылка AmazingHiring|профиль AmazingHiring`,
	FieldName: `Full name|candidate name|candidate|person|contact name|vollständiger Name|Vor- und Nachname|Kandidat|
		nom complet|nom et prénom|candidat|nombre completo|nombre y apellidos|candidato|nome completo|
		ФИО|полное имя|имя и фамилия|фамилия и имя|фамилия имя|фамилия имя отчество|кандидат`,
	FieldFirstName: `First Name|given name|forename|Vorname|prénom|nombre de pila|primer nombre|primeiro nome|nome próprio`,
	FieldLastName: `Last Name|surname|family name|Nachname|Familienname|nom de famille|apellido|apellidos|primer apellido|
		sobrenome|apelido|último nome|фамилия`,
	FieldTitle: `Title|job title|current title|position|current position|headline|role|Jobtitel|Stellenbezeichnung|
		Berufsbezeichnung|poste|poste actuel|intitulé du poste|fonction|puesto|cargo|puesto actual|cargo atual|
		título do cargo|должность|позиция|текущая должность`,
	FieldCompany: `Company|company name|current company|employer|current employer|organization|organisation|Firma|
		Unternehmen|Arbeitgeber|entreprise|société|employeur|empresa|empresa actual|compañía|empresa atual|
		компания|организация|работодатель|место работы`,
	FieldEmail: `Email|Emails|email address|email addresses|mail|work email|personal email|email work|email personal|
		primary email|E-Mail-Adresse|Mailadresse|courriel|adresse courriel|adresse email|correo|correo electrónico|
		dirección de correo electrónico|correio eletrônico|correio eletrónico|endereço de email|почта|
		электронная почта|эл почта|имейл|адрес электронной почты`,
	FieldPhone: `Phone|Phones|phone number|phone numbers|mobile|mobile phone|mobile number|cell|cell phone|telephone|tel|
		work phone|home phone|Telefon|Telefonnummer|Handy|Handynummer|Mobil|Mobilnummer|Rufnummer|téléphone|
		numéro de téléphone|portable|teléfono|número de teléfono|móvil|celular|telefone|número de telefone|telemóvel|
		телефон|номер телефона|мобильный|мобильный телефон`,
	FieldOtherContact: `Other Contacts|other contact`,
	FieldLinkedIn: `LinkedIn|LinkedIn URL|LinkedIn profile|LinkedIn profile URL|LinkedIn link|LinkedIn-Profil|
		profil LinkedIn|perfil de LinkedIn|perfil LinkedIn|perfil do LinkedIn|профиль LinkedIn|ссылка на LinkedIn|линкедин`,
	FieldSocial: `Social Media|Social Links|social|social profiles|GitHub|GitHub URL|Twitter|Facebook|Xing|
		soziale Medien|réseaux sociaux|redes sociales|redes sociais|соцсети|социальные сети`,
	FieldWebsite: `Website|Websites|web site|web|homepage|URL|URLs|links|personal website|portfolio|Webseite|
		Internetseite|site web|site internet|sitio web|página web|site|сайт|веб сайт|ссылка|ссылки`,
	FieldLocation: `Address|Location|Locations|city|country|region|Ort|Wohnort|Standort|Stadt|Land|Adresse|ville|lieu|
		localisation|pays|ubicación|ciudad|país|dirección|localização|localidade|cidade|endereço|
		город|страна|местоположение|адрес|регион|локация`,
	FieldAbout: `About|summary|bio|über mich|à propos|resumen|acerca de|sobre|resumo|о себе`,
	FieldNotes: `Notes|note|comment|comments|remarks|Notizen|Notiz|Bemerkung|Bemerkungen|Kommentar|Anmerkungen|remarques|
		commentaire|commentaires|notas|nota|comentario|comentarios|observaciones|comentário|comentários|observações|
		заметки|заметка|комментарий|комментарии|примечание|примечания`,
	FieldSource: `Source`, FieldCredit: `Who gets credit`, FieldJob: `Job`, FieldDepartment: `Department`,
	FieldOffice: `Office`, FieldProspectPool: `Prospect Pool`, FieldProspectStage: `Prospect Stage`,
}

// Fields returns every field, for a list to choose from.
func Fields() []Field {
	return []Field{
		FieldID, FieldProfileURL, FieldName, FieldFirstName, FieldLastName, FieldTitle, FieldCompany, FieldEmail,
		FieldPhone, FieldOtherContact, FieldLinkedIn, FieldSocial, FieldWebsite, FieldLocation, FieldAbout, FieldNotes,
		FieldSource, FieldCredit, FieldJob, FieldDepartment, FieldOffice, FieldProspectPool, FieldProspectStage,
	}
}

var fieldOf = foldHeadings()

// bareName are headings that mean the whole name or half of it.
var bareName = map[string]bool{"name": true, "nom": true, "nombre": true, "nome": true, foldHeading("имя"): true}

func foldHeadings() map[string]Field {
	folded := map[string]Field{}
	for field, names := range headings {
		for name := range strings.SplitSeq(names, "|") {
			folded[foldHeading(name)] = field
		}
	}
	return folded
}

// hyphenatedEmail would fall into two words among others.
var hyphenatedEmail = regexp.MustCompile(`(?i)\be[- ]mail`)

// foldHeading makes "E-Mail 2" and "email" equal.
func foldHeading(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, profile.FoldName(hyphenatedEmail.ReplaceAllString(heading, "email")))
}
