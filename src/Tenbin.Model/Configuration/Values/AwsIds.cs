namespace Tenbin.Model.Configuration.Values;

/// <summary>Names that AWS gives or takes.</summary>
internal static class AwsIds
{
    private const string Table = "rtb-";

    /// <summary><c>rtb-</c> and 8 or 17 hexadecimal digits.</summary>
    public static bool IsRouteTable(string text) =>
        text.StartsWith(Table, StringComparison.Ordinal) && text.Length - Table.Length is 8 or 17 && text.Skip(Table.Length).All(char.IsAsciiHexDigitLower);

    /// <summary>DynamoDB: 3 to 255 letters, digits, '_', '-', '.'.</summary>
    public static bool IsTable(string text) =>
        text.Length is >= 3 and <= 255 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.');

    /// <summary>S3 ("General purpose bucket naming rules"): 3 to 63 small letters, digits and '-', one of the first two at both ends. Dots would break the name in its certificate.</summary>
    public static bool IsBucket(string text) =>
        text.Length is >= 3 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';
}
