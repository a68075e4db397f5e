using Xunit;

namespace Tenbin.Model.Tests.Configuration;

/// <summary>One mistake each, with the exact sentence that the operator reads.</summary>
public sealed class MistakeTests
{
    /// <summary>A line of service 'web' (or one more line behind it) → what is told of it.</summary>
    public static TheoryData<string, string> InService => new()
    {
        { "sheduler: rr", "6:5: service 'web': unknown key 'sheduler'; did you mean 'scheduler'?" },
        { "colour: red", "6:5: service 'web': unknown key 'colour'; the keys here are listen, forward, scheduler, hash, table-size, persistence, allow-from, on-link-clients, servers, fallback, check" },
        { "listen: 10.0.0.2:80/tcp", "6:5: key 'listen' is already given in line 3; keep one of the two" },
        { "? [a]\n    : b", "6:7: a key must be plain text, not a list, a mapping or an alias" },
        { "scheduler: wrrr", "6:16: service 'web': 'scheduler: wrrr' is not a scheduler; use rr, wrr, lc, wlc, sh or mh (did you mean 'wrr'?)" },
        { "scheduler: [rr]", "6:16: service 'web': 'scheduler' must be one value, e.g. rr; here it is a list" },
        { "scheduler:", "6:15: service 'web': 'scheduler' has no value; write e.g. rr, or remove the key" },
        { "scheduler: ~", "6:16: service 'web': 'scheduler' has no value; write e.g. rr, or remove the key" },
        { "hash: source", "6:11: service 'web': 'hash: source' has no effect: it is for the schedulers sh and mh; remove it, or use one of these" },
        { "table-size: 101", "6:17: service 'web': 'table-size: 101' has no effect: it is for the scheduler mh; remove it, or use mh" },
        { "scheduler: mh\n    table-size: 150", "7:17: service 'web': 'table-size: 150' is not a prime number; the next one is 151" },
        { "scheduler: mh\n    table-size: 97", "7:17: service 'web': 'table-size: 97' is too small for 1 servers; it needs 100 slots a server, the next prime is 101" },
        { "scheduler: mh\n    table-size: 64k", "7:17: service 'web': 'table-size: 64k' must be a whole number from 2 to 16777213" },
        { "persistence: 300s", "6:18: service 'web': 'persistence' must be a group of keys, e.g. { for: 300s }; here it is one value" },
        { "persistence: {}", "6:18: persistence of service 'web': 'for' is missing; say how long a client keeps its server, e.g. for: 300s" },
        { "persistence: { for: 300 }", "6:25: persistence of service 'web': 'for: 300' has no unit; write ms, s, m or h behind the number, e.g. 2s" },
        { "persistence: { for: 5 minutes }", "6:25: persistence of service 'web': 'for: 5 minutes' is not a duration; write a whole number and one of the units ms, s, m, h, e.g. 2s or 500ms" },
        { "persistence: { for: 1ms }", "6:25: persistence of service 'web': 'for: 1ms' is out of range; give 1s to 720h" },
        { "persistence: { for: 5m, prefix-v4: 33 }", "6:40: persistence of service 'web': 'prefix-v4: 33' must be a whole number from 1 to 32" },
        { "persistence: { for: 5m, prefix-v6: 64 }", "6:40: persistence of service 'web': 'prefix-v6: 64' has no effect: the service listens on IPv4; remove it" },
        { "allow-from: [10.1.2.3/24]", "6:18: service 'web': 'allow-from: 10.1.2.3/24' has bits set behind its prefix; the network is 10.1.2.0/24" },
        { "allow-from: [10.1.2.0/33]", "6:18: service 'web': 'allow-from: 10.1.2.0/33' has no valid prefix length behind '/'; it must be a number from 0 to 32" },
        { "allow-from: [10.1/16]", "6:18: service 'web': 'allow-from: 10.1/16' has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33" },
        { "allow-from: ['2001:db8::/32']", "6:18: service 'web': 'allow-from: 2001:db8::/32' can match no client: the service listens on IPv4; remove it" },
        { "allow-from: []", "6:17: service 'web': 'allow-from' is an empty list; write e.g. [203.0.113.0/24], or remove the key" },
        { "on-link-clients: maybe", "6:22: service 'web': 'on-link-clients: maybe' is not a policy for clients in the servers' own subnet; use refuse or allow" },
        { "fallback: 10.0.0.33", "6:15: service 'web': 'fallback: 10.0.0.33' is also one of 'servers'; a fallback must be another machine or port, remove it from one of the two" },
        { "fallback: 10.0.0.40-41", "6:15: service 'web': 'fallback: 10.0.0.40-41' is a range, but a service has one fallback; give one address" },
        { "fallback: { address: 10.0.0.40, check: tcp }", "6:44: fallback '10.0.0.40' of service 'web': 'check' has no effect: a fallback is used unchecked, while no real server is up; remove it" },
        { "fallback: { address: 10.0.0.40, weight: 2 }", "6:45: fallback '10.0.0.40' of service 'web': 'weight: 2' has no effect: a fallback serves alone; remove it" },
        { "fallback: { adress: 10.0.0.40 }", "6:15: fallback of service 'web': 'address' is missing; give e.g. address: 172.18.1.33|6:17: fallback of service 'web': unknown key 'adress'; did you mean 'address'?" },
        { "check: htpp", "6:12: service 'web': 'check: htpp' is not a check type; use tcp, http, https, ping, mysql, exec or none (did you mean 'http'?)" },
        { "check: mysql", "6:12: service 'web': 'user' is missing; type mysql logs in, give an account that may do no more than the query needs, e.g. user: tenbin" },
        { "check: { type: tcp, user: tenbin }", "6:31: check of service 'web': 'user' is for type mysql, not for tcp; remove it, or change 'type'" },
        { "check: { type: mysql, user: t, password-file: /etc/none, query: [], databse: x }", "6:51: check of service 'web': 'password-file: /etc/none' names a file that does not exist; write the password into it, readable for the director only, or give the right path|6:69: check of service 'web': 'query' must be one value, e.g. SELECT 1; here it is a list|6:73: check of service 'web': unknown key 'databse'; did you mean 'database'?" },
        { "check: { type: mysql, user: t, query: \"SELECT\\0\" }", "6:43: check of service 'web': 'query: SELECT?' has a NUL character; remove it" },
        { "check: { path: / }", "6:20: check of service 'web': 'path' is for type http or https, not for tcp; remove it, or change 'type'" },
        { "check: { type: http, verify: false }", "6:34: check of service 'web': 'verify' is for type https, not for http; remove it, or change 'type'" },
        { "check: { type: none, every: 2s }", "6:33: check of service 'web': 'every' is for type tcp, http, https, ping, mysql or exec, not for none; remove it, or change 'type'" },
        { "check: { type: ping, port: 80 }", "6:32: check of service 'web': 'port' is for type tcp, http, https, mysql or exec, not for ping; remove it, or change 'type'" },
        { "check: { every: 2s, timeout: 3s }", "6:34: check of service 'web': 'timeout: 3s' is longer than 'every' (2s); a probe must end before the next begins, shorten it or lengthen 'every'" },
        { "check: { timeout: 1m }", "6:23: check of service 'web': 'timeout: 1m' is longer than 'every' (2s, the default); a probe must end before the next begins, shorten it or lengthen 'every'" },
        { "check: { jitter: 0.6 }", "6:22: check of service 'web': 'jitter: 0.6' must be a share from 0 to 0.5, e.g. 0.1 for a tenth" },
        { "check: { fall: 0 }", "6:20: check of service 'web': 'fall: 0' must be a whole number from 1 to 100" },
        { "check: { port: 70000 }", "6:20: check of service 'web': 'port: 70000' must be a whole number from 1 to 65535" },
        { "check: { type: exec }", "6:12: check of service 'web': 'command' is missing; type exec needs one, e.g. command: [/usr/local/bin/check, --quick]" },
        { "check: { type: exec, command: [check] }", "6:35: check of service 'web': 'command' must begin with the absolute path of a program; write e.g. [/usr/local/bin/check, --quick]" },
        { "check: { type: exec, command: /bin/check -q }", "6:35: check of service 'web': 'command: /bin/check -q' has a space, and no shell takes it apart; write a list, e.g. [/usr/local/bin/check, --quick]" },
        { "check: { type: http, path: check.html }", "6:32: check of service 'web': 'path: check.html' is not a request path; begin it with '/', percent-encode spaces and letters beyond ASCII, leave out '#'" },
        { "check: { type: http, method: POST }", "6:34: check of service 'web': 'method: POST' is not a method for checks; use GET, HEAD or OPTIONS" },
        { "check: { type: http, method: HEAD, expect: OK }", "6:48: check of service 'web': 'expect: OK' can never be met: the answer to HEAD has no body; use method GET" },
        { "check: { type: http, status: [200-99] }", "6:35: check of service 'web': 'status: 200-99' is not a status code or a range of them; write e.g. 200 or 200-299, within 100 to 599" },
        { "check: { type: http, host: 'a b' }", "6:32: check of service 'web': 'host: a b' is not a host name; write e.g. www.example.com" },
        { "check: { type: http, redirects: 99 }", "6:37: check of service 'web': 'redirects: 99' must be a whole number from 0 to 10" },
        { "check: { type: http, expect-regex: 'a(b' }", "6:40: check of service 'web': 'expect-regex: a(b' is not a regular expression: insufficient closing parentheses at character 3; mend it, or use 'expect' for plain text" },
        { "check: { type: http, expect-regex: '(a)\\1' }", "6:40: check of service 'web': 'expect-regex: (a)\\1' is too big, or uses a look-around, backreference or atomic group; use a simpler pattern, or 'expect' for plain text" },
        { "check: { type: https, verify: no }", "6:35: check of service 'web': 'verify: no' must be true or false" },
        { "check: { type: https, ca-file: ca.pem }", "6:36: check of service 'web': 'ca-file: ca.pem' must be an absolute path; write e.g. /etc/tenbin/ca.pem" },
        { "check: { type: https, ca-file: /ca.pem, verify: false }", "6:36: check of service 'web': 'ca-file: /ca.pem' has no effect with 'verify: false'; remove one of the two" },
        { "check: { every: 2s", "7:1: not valid YAML: While parsing a flow mapping, did not find expected ',' or '}'; check quotes, brackets, colons and indentation here and in the line before" },
        { "check: *c", "6:12: not valid YAML: the alias *c has no anchor &c before it; check quotes, brackets, colons and indentation here and in the line before" },
        { "check: { port: ${PORT} }", "6:21: not valid YAML: While parsing a flow mapping, did not find expected ',' or '}'; inside [ ] and { } put quotes around it: \"${NAME}\"" },
        { "\tcheck: tcp", "6:5: a tab in the indentation; YAML allows only spaces, replace it" },
        { "check: \u0001", "6:12: control character U+0001; the file must be plain UTF-8 text, remove it" },
    };

    [Theory]
    [MemberData(nameof(InService))]
    public void In_a_service(string lines, string error) => Assert.Equal(
        error.Split('|').Select(e => $"t.yaml:{e}"),
        Loading.Errors($"""
            services:
              web:
                listen: 10.0.0.1:80/tcp
                forward: nat
                servers: [10.0.0.33]
                {lines.ReplaceLineEndings("\n    ").Replace("\n        ", "\n    ", StringComparison.Ordinal)}

            """.ReplaceLineEndings("\n")));

    public static TheoryData<string, string> OfListen => new()
    {
        { "10.0.0.1", "names no protocol; write /tcp or /udp behind the port, e.g. 172.18.1.199:80/tcp" },
        { "10.0.0.1:80/sctp", "has an unknown protocol behind the slash; use tcp or udp" },
        { "10.0.0.1/tcp", "has no port; write e.g. 172.18.1.199:80/tcp" },
        { "2001:db8::1:80/tcp", "has no port, or an IPv6 address without brackets; write e.g. [2001:db8::1]:80/tcp" },
        { "10.0.0.1:0/tcp", "has no valid port; it must be a number from 1 to 65535" },
        { "10.0.0.1:65536/tcp", "has no valid port; it must be a number from 1 to 65535" },
        { "www.example.com:80/tcp", "has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33" },
        { "010.0.0.1:80/tcp", "has no valid IP address; names are not looked up, write e.g. 172.18.1.33 or 2001:db8::33" },
        { "[::ffff:10.0.0.1]:80/tcp", "has an IPv4 address in IPv6 clothes; write the IPv4 address plainly" },
        { "[2001:db8::1:80/tcp", "has a '[' that does not end in ']' or ']:port'; write e.g. [2001:db8::33]:80, a range as [2001:db8::33-40]:80" },
        { "0.0.0.0:80/tcp", "has the address that means 'any'; name the one address that is meant" },
        { "[::]:80/tcp", "has the address that means 'any'; name the one address that is meant" },
        { "239.1.1.1:80/tcp", "has a multicast address; use a unicast address" },
        { "[ff02::1]:80/tcp", "has a multicast address; use a unicast address" },
        { "255.255.255.255:80/tcp", "has the broadcast address; use a unicast address" },
        { "0.1.2.3:80/tcp", "has a reserved address; use a unicast address" },
        { "127.0.0.1:80/tcp", "has a loopback address, which never leaves its machine; for the director itself give its own address in the network" },
        { "[fe80::1]:80/tcp", "has a link-local address, which says nothing without an interface; use a global or unique local one" },
    };

    [Theory]
    [MemberData(nameof(OfListen))]
    public void Of_listen(string listen, string problem) => Assert.Equal(
        [$"t.yaml:1:28: service 'web': 'listen: {listen}' {problem}"],
        Loading.Errors($"services: {{ web: {{ listen: \"{listen}\", forward: nat, servers: [10.0.0.33] }} }}"));

    public static TheoryData<string, string> OfServers => new()
    {
        { "10.0.0.33, 10.0.0.30-40", "service 'web': 'servers: 10.0.0.30-40' names 10.0.0.33:80 a second time in this service; remove one of the two" },
        { "10.0.0.33, 10.0.0.33:80", "service 'web': 'servers: 10.0.0.33:80' names 10.0.0.33:80 a second time in this service; remove one of the two" },
        { "10.0.0.40-33", "service 'web': 'servers: 10.0.0.40-33' is a range that runs backwards; swap its ends" },
        { "10.0.0.33-256", "service 'web': 'servers: 10.0.0.33-256' has no valid end of range behind '-'; write e.g. 172.18.1.33-40 or 172.18.1.33-172.18.1.40" },
        { "10.0.0.33-2001:db8::1", "service 'web': 'servers: 10.0.0.33-2001:db8::1' has no valid end of range behind '-'; write e.g. 172.18.1.33-40 or 172.18.1.33-172.18.1.40" },
        { "10.0.0.0-10.9.0.0", "service 'web': 'servers: 10.0.0.0-10.9.0.0' is a range of more than 65536 addresses; shorten it" },
        { "'2001:db8::1'", "service 'web': 'servers: 2001:db8::1' is IPv6, but the service listens on IPv4; both must be of one family" },
        { "10.0.0.1:8080", "service 'web': 'servers: 10.0.0.1:8080' is the address that the service itself listens on ('listen: 10.0.0.1:80/tcp'); give the real server's own address" },
        { "224.0.0.1", "service 'web': 'servers: 224.0.0.1' has a multicast address; use a unicast address" },
        { "10.0.0.33:0", "service 'web': 'servers: 10.0.0.33:0' has no valid port; it must be a number from 1 to 65535" },
        { "[10.0.0.33]", "service 'web': 'servers' must be a group of keys, e.g. { address: 172.18.1.33, weight: 2 }; here it is a list" },
        { "{ weight: 2 }", "server of service 'web': 'address' is missing; give e.g. address: 172.18.1.33" },
        { "{ address: 10.0.0.33, weight: 65536 }", "server '10.0.0.33' of service 'web': 'weight: 65536' must be a whole number from 0 to 65535" },
        { "{ address: 10.0.0.33, weight: -1 }", "server '10.0.0.33' of service 'web': 'weight: -1' must be a whole number from 0 to 65535" },
        { "{ address: '10.0.0.33:80', port: 81 }", "server '10.0.0.33:80' of service 'web': 'port: 81' is a second port beside the one in 'address'; remove one of them" },
        { "{ address: 10.0.0.33, forward: tunnel }", "server '10.0.0.33' of service 'web': 'forward: tunnel' is not yet in this version; use nat or dsr" },
        { "{ address: 10.0.0.33, forward: dsr, port: 81 }", "server of service 'web': 'address: 10.0.0.33' has another port than 'listen: 10.0.0.1:80/tcp', and dsr cannot change the port; leave the port out, or use forward: nat" },
        { "{ address: 10.0.0.33, wieght: 2 }", "server of service 'web': unknown key 'wieght'; did you mean 'weight'?" },
        { "{ address: 10.0.0.33, check: { type: http, paht: / } }", "check of server '10.0.0.33' of service 'web': unknown key 'paht'; did you mean 'path'?" },
        { "{ address: 10.0.0.33, check: { timeout: 9s } }", "check of server '10.0.0.33' of service 'web': 'timeout: 9s' is longer than 'every' (2s, the default); a probe must end before the next begins, shorten it or lengthen 'every'" },
    };

    [Theory]
    [MemberData(nameof(OfServers))]
    public void Of_servers(string servers, string error)
    {
        var errors = Loading.Load($"services: {{ web: {{ listen: '10.0.0.1:80/tcp', forward: nat, servers: [{servers}] }} }}").Errors;
        Assert.Equal([error], errors.Select(e => e.Message));
    }

    public static TheoryData<string, string> OfTheFile => new()
    {
        { "", "1:1: the file is empty; it needs at least 'services'" },
        { "# nothing\n", "1:1: the file is empty; it needs at least 'services'" },
        { "services: {}\n---\nservices: {}\n", "3:1: a second YAML document begins here; put everything in one document and remove the line '---' before this" },
        { "- web\n", "1:1: the file must hold keys at its top level (data-plane, cluster, aws, groups, services), each followed by a colon" },
        { "servces: {}\n", "1:1: top level: 'services' is missing; give e.g. services: { web: { listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] } }, or 'services: {}' for none|1:1: top level: unknown key 'servces'; did you mean 'services'?" },
        { "services:\n", "1:10: top level: 'services' has no value; write e.g. { web: { listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] } }, or remove the key" },
        { "services: {}\ndata-plane: { hook: xpd }\n", "2:21: data-plane: 'hook: xpd' is not a hook; use auto, tc or xdp (did you mean 'xdp'?)" },
        { "services: {}\ndata-plane: { interfaces: [eth0, eth0, 'a/b'] }\n", "2:34: data-plane: 'interfaces: eth0' names an interface twice; remove one|2:40: data-plane: 'interfaces: a/b' is not an interface name; it has 1 to 15 characters without space, '/' or ':'" },
        { "services: {}\ndata-plane: { limits: { sessions: 1G } }\n", "2:35: limits of the data plane: 'sessions: 1G' must be a whole number from 1000 to 64000000; k (thousand) or M (million) may follow it, e.g. 200k" },
        { "services: {}\ndata-plane: { timeouts: { tcp: 500ms } }\n", "2:32: timeouts of the data plane: 'tcp: 500ms' is out of range; give 1s to 720h" },
        { "services: {}\ndata-plane: { full-table: drop }\n", "2:27: data-plane: 'full-table: drop' is not a policy for a full session table; use refuse or drop-half-open" },
        { "services: { 'a b': { listen: '10.0.0.1:80/tcp', forward: nat, servers: [10.0.0.2] } }\n", "1:20: services: 'a b' is not a service name; use letters, digits, '-', '_' and '.', at most 63, a letter or digit first" },
        { "services: { a: }\n", "1:16: services: 'a' has no value; write e.g. { listen: 172.18.1.199:80/tcp, forward: nat, servers: [172.18.1.33] }, or remove the key" },
        { "services: { a: {} }\n", "1:16: service 'a': 'forward' is missing; use nat (replies come back through the director) or dsr (replies go straight to the client)|1:16: service 'a': 'listen' is missing; say where clients connect, e.g. listen: 172.18.1.199:80/tcp|1:16: service 'a': 'servers' is missing; give at least one, e.g. servers: [172.18.1.33, 172.18.1.34]" },
        {
            "services:\n  a: { listen: '10.0.0.1:80/tcp', forward: nat, servers: [10.0.0.2] }\n  b: { listen: '10.0.0.1:80/tcp', forward: nat, servers: [10.0.0.2] }\n",
            "3:16: service 'b': 'listen: 10.0.0.1:80/tcp' is already taken by service 'a'; give one of them another address, port or protocol"
        },
        {
            "services:\n  a: { listen: '10.0.0.1:53/udp', forward: nat, servers: [10.0.0.2, { address: 10.0.0.3, check: ping }] }\n",
            "2:6: service 'a': 'check' is missing, and nothing fits every udp service; choose e.g. check: ping, or check: none"
        },
        {
            "services:\n  a: { listen: '10.0.0.1:53/udp', forward: nat, servers: [10.0.0.2], check: { every: 2s } }\n",
            "2:77: check of service 'a': 'type' is missing, and nothing fits every udp service; choose e.g. type: ping, or type: none"
        },
        {
            "services:\n  a: { listen: '10.0.0.1:80/tcp', forward: dsr, on-link-clients: allow, servers: ['10.0.0.2:8080'] }\n",
            "2:66: service 'a': 'on-link-clients: allow' has no effect: it is for nat, and this service uses dsr only; remove it|2:83: service 'a': 'servers: 10.0.0.2:8080' has another port than 'listen: 10.0.0.1:80/tcp', and dsr cannot change the port; leave the port out, or use forward: nat"
        },
        {
            "data-plane: { limits: { services: 1, servers: 3 } }\nservices:\n  a: { listen: '10.0.0.1:80/tcp', forward: nat, servers: [10.0.0.2-3] }\n  b: { listen: '10.0.0.1:81/tcp', forward: nat, servers: [10.0.0.2-3] }\n",
            "3:3: top level: 'services' has more servers than the limit of 3; raise 'servers' in 'limits' of 'data-plane'|3:3: top level: 'services' has more services than the limit of 1; raise 'services' in 'limits' of 'data-plane'"
        },
    };

    [Theory]
    [MemberData(nameof(OfTheFile))]
    public void Of_the_file(string text, string errors) =>
        Assert.Equal(errors.Split('|').Select(e => $"t.yaml:{e}"), Loading.Errors(text));

    [Fact]
    public void Invariant1_a_dozen_mistakes_are_told_at_once()
    {
        const string Text = """
            data-plane:
              hook: xdpp
              limits: { sessions: many }
            cluster: {}
            servces: {}
            services:
              web:
                listen: 10.0.0.1:80/tcp
                forward: masq
                forward: nat
                sheduler: rr
                servers: [10.0.0.33, 10.0.0.33, 300.0.0.1]
                check: { type: http, path: x, timeout: 5 }
              db:
                listen: 10.0.0.1:80/tcp
                forward: dsr
                persistence: { for: ever }
                allow-from: [10.0.0.1/8]
                servers: [{ address: 10.0.0.40, weight: heavy, port: 1 }]
                fallback: 10.0.0.40
            """;
        Assert.Equal(
            [
                "2:9", "3:23", "4:10", "4:10", "4:10", "5:1", "9:14", "10:5", "11:5", "12:26", "12:37", "13:32", "13:44",
                "15:13", "17:25", "18:18", "19:26", "19:45",
            ],
            Loading.Load(Text).Errors.Select(e => $"{e.Line}:{e.Column}"));
    }
}
