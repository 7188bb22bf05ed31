// Answers the queries of `languages.rs`.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	errors "example.com/lookup/codes"
)

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return value
}

func answer(query []string) []string {
	switch query[0] {
	case "find":
		info, ok := errors.Find(query[1])
		if !ok {
			return []string{"-"}
		}
		fields := []string{
			string(info.Code), strconv.Itoa(info.Status), info.Reason, info.Message, info.Solution,
			string(info.Retry), strings.Join(info.Aliases, "|"), or(info.Page, "-"),
		}
		if why := info.Deprecated; why != nil {
			fields = append(fields, why.Since, why.Note, or(string(why.Use), "-"))
		}
		return fields
	case "retry":
		return []string{or(string(errors.RetryOf(query[1], number(query[2]), query[3])), "-")}
	case "default":
		return []string{or(string(errors.DefaultForStatus(number(query[1]))), "-")}
	default:
		names := errors.Headers()
		return map[string][]string{
			"code": names.Code, "message": names.Message, "request_id": names.RequestID,
			"host_id": names.HostID, "indicator": names.Indicator,
		}[query[1]]
	}
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fmt.Println(strings.Join(answer(strings.Split(lines.Text(), "\t")), "\t"))
	}
}
