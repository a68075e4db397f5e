using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Tenbin.Director.Api;
using Tenbin.Forwarding;

namespace Tenbin.Director.Control;

/// <summary>Every failure is answered with a <see cref="Problem"/> that says what is wrong.</summary>
internal static class Problems
{
    /// <summary>Middleware around all resources.</summary>
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400 })
            {
                await SendAsync(http, http.Response.StatusCode, Plain(http), []);
            }
        }
        catch (CommandRefusedException refused)
        {
            await SendAsync(http, refused.Status, refused.Message, refused.Errors);
        }
        catch (BadHttpRequestException bad)
        {
            await SendAsync(http, bad.StatusCode, bad.Message, []);
        }
        catch (DataPlaneException failed)
        {
            await SendAsync(http, StatusCodes.Status500InternalServerError, failed.Message, []);
        }
    }

    private static string Plain(HttpContext http) => http.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"there is no resource {http.Request.Path}",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Path} does not take {http.Request.Method}",
        var status => $"HTTP status {status}",
    };

    private static Task SendAsync(HttpContext http, int status, string title, ImmutableArray<string> errors)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new Problem(status, title, errors), TenbinJson.Default.Problem, "application/problem+json", http.RequestAborted);
    }
}
