package vary

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// headers returns the variants whose replies have other headers.
func headers(api *model.API) []Variant {
	all := oneOf("header/extra", headings, form{
		"many", "Servers, proxies and caches add headers, and who does not know one ignores it. RFC 9110, section 5.1",
		replies(api, func(_ *call, r *reply) {
			for name, value := range map[string]string{
				"Server": "Server", "Via": "1.1 proxy.example.com", "Cache-Control": "no-store", "Vary": "Accept-Encoding",
				"Strict-Transport-Security": "max-age=47304000", "X-Content-Type-Options": "nosniff",
				"X-Amzn-Trace-Id": "Root=1-00000000-000000000000000000000000", "Access-Control-Allow-Origin": "*",
			} {
				r.header.Set(name, value)
			}
			r.header["Set-Cookie"] = []string{"a=1; Path=/", "b=2; Path=/"}
		}),
	})
	return append(all, oneOf("header/content-type", headings,
		form{
			"charset", "A media type may come with parameters, and JSON is in UTF-8 whatever they say. RFC 9110, section 8.3",
			replies(api, func(_ *call, r *reply) {
				if media := r.header.Get("Content-Type"); media != "" && !strings.Contains(media, ";") {
					r.header.Set("Content-Type", media+"; charset=utf-8")
				}
			}),
		},
		form{
			"capitals", "The case of a media type makes no difference. RFC 9110, section 8.3.1",
			replies(api, func(_ *call, r *reply) {
				if media, parameters, _ := strings.Cut(r.header.Get("Content-Type"), ";"); media != "" {
					r.header.Set("Content-Type", strings.TrimSuffix(strings.ToUpper(media)+";"+parameters, ";"))
				}
			}),
		},
	)...)
}
