namespace Tenbin.Lab.Cloud.Api;

/// <summary>An answer of the API that says no.</summary>
/// <param name="code">One of the EC2 API Reference's error codes.</param>
/// <param name="message">For people.</param>
/// <param name="status">HTTP status.</param>
public sealed class ApiException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
