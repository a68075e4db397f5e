namespace Tenbin.Model.Configuration.Sections;

/// <summary>Values of <c>type</c> in a check.</summary>
internal enum CheckType
{
    None,
    Tcp,
    Ping,
    Exec,
    MySql,
    Http,
    Https,
}
