using System.Text;
using Tenbin.Model.Configuration;
using Xunit;

namespace Tenbin.Model.Tests.Configuration;

public sealed class RobustnessTests
{
    private const string Alphabet = "\t\n\r \"#$%&'()*,-./0159:<>?@[]`aet{}|~!\\\u00e9\u2028\ufeff\ud800\0";

    [Fact]
    public void Invariant1_a_mutated_file_gives_a_configuration_or_errors_with_a_place()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var original = File.ReadAllText(Loading.ExampleFile());
        for (var round = 0; round < 2_000; round++)
        {
            var text = Mutate(original, random);
            try
            {
                CheckResult(text, Loading.Load(text, ("NAME", "10.0.0.1")));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{text}");
            }
        }
    }

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{a: ", 200_000)]
    [InlineData("- ", 200_000)]
    public void Deep_nesting_is_an_error(string opening, int times)
    {
        var errors = Loading.Load(new StringBuilder().Insert(0, opening, times).ToString()).Errors;
        Assert.Contains("32 levels of nesting", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{a: [b}")]
    [InlineData("{a: 1s, b: {c: d }\ne: f\n")]
    [InlineData("c: { t: e }*(ok)\nd:\n")]
    [InlineData("b:\n  c: { t: e }*(ok)\nd: 1\n")]
    [InlineData("web:\n : listen: 1\n f: nat")]
    public void What_the_YAML_parser_stumbles_over_is_an_error(string text) =>
        Assert.Contains(Loading.Load(text).Errors, e => e.Message.StartsWith("not valid YAML: ", StringComparison.Ordinal));

    [Fact]
    public void An_alias_to_what_is_around_it_is_an_error() => Assert.Equal(
        ["t.yaml:1:68: service 'a': 'servers' must be a group of keys, e.g. { address: 172.18.1.33, weight: 2 }; here it is a list"],
        Loading.Errors("services: { a: { listen: '10.0.0.1:80/tcp', forward: nat, servers: &s [*s] } }"));

    [Fact]
    public void A_range_beyond_the_limit_is_refused_without_unrolling_all()
    {
        var ranges = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"'2001:db8::{i:x}:0-ffff'"));
        var errors = Loading.Errors($"services: {{ a: {{ listen: '[2001:db8:1::1]:80/tcp', forward: nat, servers: [{ranges}] }} }}");
        Assert.Equal(["t.yaml:1:11: top level: 'services' has more servers than the limit of 65536; raise 'servers' in 'limits' of 'data-plane'"], errors);
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm() =>
        Loading.Valid("\uFEFFservices:\r\n  a:\r\n    listen: 10.0.0.1:80/tcp\r\n    forward: nat\r\n    servers: [10.0.0.2]\r\n");

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/nowhere/tenbin.yaml")]
    public void A_file_that_cannot_be_read_is_an_error_of_the_result(string path)
    {
        var error = Assert.Single(ConfigLoader.LoadFile(path).Errors);
        Assert.StartsWith($"{path}:1:1: cannot read the file: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_an_error_of_the_result()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, [.. "services: {} # "u8, 0xFF, 0xFE, 0x41]);
        try
        {
            Assert.Equal("the file is not UTF-8 text; save it as UTF-8", Assert.Single(ConfigLoader.LoadFile(path).Errors).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void CheckResult(string text, ConfigResult result)
    {
        var lines = text.Count(c => c is '\n' or '\r' or '\u2028' or '\u2029' or '\u0085') + 2;
        Assert.Equal(result.IsValid, result.Errors.IsEmpty);
        Assert.All(result.Errors, error =>
        {
            Assert.InRange(error.Line, 1, lines);
            Assert.InRange(error.Column, 1, text.Length + 1);
            Assert.False(string.IsNullOrWhiteSpace(error.Message));
            Assert.DoesNotContain('\n', error.Message);
        });
    }

    private static string Mutate(string original, Random random)
    {
        var text = new StringBuilder(original);
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 30), text.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    text[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    text.Remove(at, length);
                    break;
                case 3:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                default:
                    text.Insert(at, random.Next(2) == 0 ? "${NAME}" : "&a *a ");
                    break;
            }
        }

        return text.ToString();
    }
}
