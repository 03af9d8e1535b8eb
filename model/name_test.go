package model

import (
	"go/token"
	"testing"
)

func TestGoName(t *testing.T) {
	for _, tt := range []struct{ wire, want string }{
		{"ResourceId", "ResourceID"},
		{"resourceId", "ResourceID"},
		{"resource-type", "ResourceType"},
		{"resource_type", "ResourceType"},
		{"ConfigRuleArn", "ConfigRuleARN"},
		{"ARNName", "ARNName"},
		{"ResourceIds", "ResourceIDs"},
		{"Identity", "Identity"}, // begins like an initialism
		{"StringWithCharLimit256", "StringWithCharLimit256"},
		{"S3Key", "S3Key"},
		{"Widget.Size", "WidgetSize"},
		{"Widgets[]", "Widgets"},
		{"2nd", "X2nd"},
		{"", "X"},
		{"étage", "Tage"}, // letters beyond ASCII part words and are dropped
	} {
		got := GoName(tt.wire)
		if got != tt.want {
			t.Errorf("GoName(%q) = %q, want %q", tt.wire, got, tt.want)
		}
		if !token.IsIdentifier(got) || !token.IsExported(got) {
			t.Errorf("GoName(%q) = %q, which is no exported identifier", tt.wire, got)
		}
	}
}

func TestEnumGoName(t *testing.T) {
	for _, tt := range []struct{ value, want string }{
		{"NON_COMPLIANT", "ColorNonCompliant"},
		{"RED", "ColorRed"},
		{"Green", "ColorGreen"},
		{"darkBlue", "ColorDarkBlue"},
		{"aws:blue", "ColorAwsBlue"},
		{"AWS::EC2::Host", "ColorAWSEC2Host"},
		{"X", "ColorX"}, // the X is the value's own, not one that makes a name of it
		{"XML", "ColorXML"},
		{"24_HOURS", "Color24Hours"},
		{"+", "Color"}, // nothing to name it after, which the reader reports
	} {
		if got := EnumGoName("Color", tt.value); got != tt.want {
			t.Errorf("EnumGoName(Color, %q) = %q, want %q", tt.value, got, tt.want)
		}
	}
}

func TestErrorGoName(t *testing.T) {
	for _, tt := range []struct{ code, want string }{
		{"NoSuchConfigRuleException", "NoSuchConfigRule"},
		{"NoSuchRemediationExceptionException", "NoSuchRemediationException"},
		{"InternalFailure", "InternalFailure"},
		{"Exception", "Exception"},
		{"com.example.Odd", "ComExampleOdd"},
	} {
		if got := ErrorGoName(tt.code); got != tt.want {
			t.Errorf("ErrorGoName(%q) = %q, want %q", tt.code, got, tt.want)
		}
	}
}
