package model

import (
	"strings"
	"unicode"
)

// initialisms are the words that Go spells in capitals, as far as they are
// met in API models.
var initialisms = map[string]string{
	"Acl": "ACL", "Api": "API", "Arn": "ARN", "Cpu": "CPU", "Dns": "DNS",
	"Html": "HTML", "Http": "HTTP", "Https": "HTTPS", "Iam": "IAM", "Id": "ID",
	"Ids": "IDs", "Arns": "ARNs", "Ip": "IP", "Json": "JSON", "Kms": "KMS",
	"Sdk": "SDK", "Sns": "SNS", "Sql": "SQL", "Ssh": "SSH", "Ssm": "SSM",
	"Tcp": "TCP", "Tls": "TLS", "Ttl": "TTL", "Udp": "UDP", "Uri": "URI",
	"Url": "URL", "Urls": "URLs", "Uuid": "UUID", "Vpc": "VPC", "Xml": "XML",
}

// GoName returns the exported Go name for a name on the wire: "ResourceId"
// gives "ResourceID", "resource-type" and "resourceType" give "ResourceType".
func GoName(wire string) string {
	name := camel(wire)
	if name == "" || !unicode.IsLetter(rune(name[0])) {
		return "X" + name
	}
	return name
}

// camel joins the words of a name, each with a capital.
func camel(wire string) string {
	var b strings.Builder
	for _, word := range words(wire) {
		word = strings.ToUpper(word[:1]) + word[1:]
		if known, ok := initialisms[word]; ok {
			word = known
		}
		b.WriteString(word)
	}
	return b.String()
}

// EnumGoName returns the name of the constant for a value of an enum:
// "ComplianceType" and "NON_COMPLIANT" give "ComplianceTypeNonCompliant".
func EnumGoName(goType, value string) string {
	if value == strings.ToUpper(value) {
		value = strings.ToLower(value)
	}
	return goType + camel(value)
}

// ErrorGoName returns the name of the constant for an error's code:
// "NoSuchConfigRuleException" gives "NoSuchConfigRule".
func ErrorGoName(code string) string {
	if short := strings.TrimSuffix(code, "Exception"); short != "" {
		code = short
	}
	return GoName(code)
}

// words splits a name where its case rises and at everything that is neither
// letter nor digit. Only ASCII letters and digits are kept.
func words(name string) []string {
	var all []string
	start := -1
	end := func(i int) {
		if start >= 0 && i > start {
			all = append(all, name[start:i])
		}
		start = -1
	}
	for i := 0; i < len(name); i++ {
		c := name[i]
		switch {
		case !isAlnum(c):
			end(i)
		case isUpper(c) && start >= 0 && startsWord(name, i):
			end(i)
			start = i
		case start < 0:
			start = i
		}
	}
	end(len(name))
	return all
}

// startsWord reports whether the capital at i begins a word: after a small
// letter or digit ("resourceId"), or before a small letter within capitals
// ("ARNName").
func startsWord(name string, i int) bool {
	return !isUpper(name[i-1]) || i+1 < len(name) && name[i+1] >= 'a' && name[i+1] <= 'z'
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isAlnum(c byte) bool {
	return isUpper(c) || c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
}

// ChoiceGoName returns the name of the constant for a choice: "rest-stored"
// gives "ChoiceRestStored", "error:NoSuchConfigRuleException" gives
// "ChoiceNoSuchConfigRule".
func ChoiceGoName(choice string) string {
	if code := ErrorOf(choice); code != "" {
		return "ChoiceError" + ErrorGoName(code)
	}
	return "Choice" + GoName(choice)
}
