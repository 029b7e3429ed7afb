using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Bench.Circuits;

/// <summary>A customer who is signed in, as the browser knows it: by its cookie.</summary>
internal sealed partial class Visitor
{
    private readonly HttpClient _http;

    private Visitor(HttpClient http, string cookie)
    {
        _http = http;
        Cookie = cookie;
    }

    public Uri Address => _http.BaseAddress!;

    public string Cookie { get; }

    /// <summary>A client for many visitors, which keeps no cookies and follows nothing.</summary>
    public static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 64, AutomaticDecompression = DecompressionMethods.All })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(2),
        };

    /// <summary>Signs in by the form that people fill in.</summary>
    public static async Task<Visitor> SignInAsync(HttpClient http, string name, string password, CancellationToken cancellationToken)
    {
        var path = new Uri("/account/login", UriKind.Relative);
        using var form = await http.GetAsync(path, cancellationToken);
        var token = Token().Match(await form.Content.ReadAsStringAsync(cancellationToken)).Groups[1].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = token,
                ["Input.UserName"] = name,
                ["Input.Password"] = password,
            }),
            Headers = { { "Cookie", Cookies(form) } },
        };
        using var answer = await http.SendAsync(request, cancellationToken);
        return answer.StatusCode == HttpStatusCode.Redirect
            ? new Visitor(http, Cookies(answer))
            : throw new InvalidOperationException($"{name} could not sign in: {(int)answer.StatusCode}");
    }

    public HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, new Uri(path, UriKind.Relative)) { Headers = { { "Cookie", Cookie } } };

    public async Task<string> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, path);
        using var answer = await _http.SendAsync(request, cancellationToken);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Asks for a connection to the hub.</summary>
    public async Task<string> NegotiateAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        using var answer = await _http.SendAsync(request, cancellationToken);
        var told = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!;
        return Uri.EscapeDataString((string)told["connectionToken"]!);
    }

    /// <summary>Tells the server that a circuit is not needed any more.</summary>
    public async Task LeaveAsync(string circuit, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, "/_blazor/disconnect");
        request.Content = new MultipartFormDataContent { { new StringContent(circuit), "circuitId" } };
        using var answer = await _http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static string Cookies(HttpResponseMessage answer) =>
        string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]).Where(cookie => !cookie.EndsWith('=')));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
