using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Domain.ApiKeys;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Rewards;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Rewards;
using Portal.Web.Tests.Routes;

namespace Portal.Web.Tests.Api;

/// <summary>Tills redeem points and use vouchers over HTTP.</summary>
public sealed class RedemptionApiTests(AdminApp app) : IClassFixture<AdminApp>
{
    private const string Pin = "183927";
    private static readonly Uri Redemptions = new("/api/v1/redemptions", UriKind.Relative);

    [Fact]
    public async Task A_reward_is_redeemed_once_however_often_it_is_sent()
    {
        var card = await MemberAsync("A", 2_000);
        var reward = await RewardAsync("A-MUG", stock: 50);
        using var client = await app.SystemAsync();
        var text = Text("a-1", card, reward: "A-MUG");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => PostAsync(client, text))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var bodies = await Task.WhenAll(answers.Select(answer => answer.JsonAsync()));
        var order = Assert.Single(bodies.Select(body => body.GetProperty("order").GetString()).Distinct());
        Assert.Equal(("reserved", 500L), (bodies[0].GetProperty("state").GetString(), bodies[0].GetProperty("points").GetInt64()));
        Assert.NotNull(CheckedCode.Read(bodies[0].GetProperty("pickUpCode").GetString(), RewardOrder.PickUpCodeLength));
        await using var context = app.NewContext();
        Assert.Equal(order, (await context.RewardOrders.SingleAsync(row => row.RewardId == reward)).Number);
        Assert.Equal(1, (await context.RewardStocks.SingleAsync(row => row.RewardId == reward)).Reserved);

        using var other = await PostAsync(client, Text("a-1", card, reward: "A-MUG", quantity: 2));
        Assert.Equal((HttpStatusCode.Conflict, "ledger_key_reused"), (other.StatusCode, await CodeAsync(other)));
    }

    [Fact]
    public async Task Many_tills_at_once_redeem_each_for_itself()
    {
        var cards = new List<string>();
        for (var number = 0; number < 12; number++)
        {
            cards.Add(await MemberAsync("T" + number.ToString(CultureInfo.InvariantCulture), number % 3 == 2 ? 100 : 2_000));
        }

        var mug = await RewardAsync("T-MUG", stock: 50);
        var cup = await RewardAsync("T-CUP", stock: 2);
        using var client = await app.SystemAsync();

        // Of three cards one has a wrong PIN, one too few points and one may.
        var answers = await Task.WhenAll(cards.SelectMany((card, number) => new[]
        {
            Task.Run(() => PostAsync(client, Text($"t-{number}-mug", card, reward: "T-MUG", pin: number % 3 == 1 ? "000001" : Pin))),
            Task.Run(() => PostAsync(client, Text($"t-{number}-cup", card, reward: "T-CUP", pin: number % 3 == 1 ? "000001" : Pin))),
        }));
        for (var number = 0; number < cards.Count; number++)
        {
            var (first, second) = (answers[2 * number], answers[(2 * number) + 1]);
            var expected = number % 3 == 0 ? HttpStatusCode.Created : HttpStatusCode.UnprocessableEntity;
            Assert.Equal(expected, first.StatusCode);
            Assert.True(number % 3 == 0 || second.StatusCode == HttpStatusCode.UnprocessableEntity);
        }

        Assert.Equal(2, answers.Where((answer, index) => index % 2 == 1 && answer.StatusCode == HttpStatusCode.Created).Count());
        await using var context = app.NewContext();
        Assert.Equal((4, 2), ((await context.RewardStocks.SingleAsync(row => row.RewardId == mug)).Reserved, (await context.RewardStocks.SingleAsync(row => row.RewardId == cup)).Reserved));
        Assert.Equal(6, await context.RewardOrders.CountAsync(row => row.RewardId == mug || row.RewardId == cup));
        Assert.All(await context.Cards.Where(row => cards.Contains(row.Number)).ToListAsync(), card => Assert.Equal(cards.IndexOf(card.Number) % 3 == 1 ? 2 : 0, card.PinFailures));
    }

    [Fact]
    public async Task Points_become_a_voucher_that_is_used_once()
    {
        var card = await MemberAsync("B", 2_000);
        using var client = await app.SystemAsync();
        using var redeemed = await PostAsync(client, Text("b-1", card, points: 2_000));
        Assert.Equal(HttpStatusCode.Created, redeemed.StatusCode);
        var code = (await redeemed.JsonAsync()).GetProperty("vouchers")[0].GetString()!;
        var use = new Uri($"/api/v1/vouchers/{code}/use", UriKind.Relative);
        using var first = await PostAsync(client, """{"key":"b-2","document":"bill 1","purchase":99.5}""", use);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(20m, (await first.JsonAsync()).GetProperty("off").GetDecimal());
        using var again = await PostAsync(client, """{"key":"b-2","document":"bill 1","purchase":99.5}""", use);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        using var second = await PostAsync(client, """{"key":"b-3","document":"bill 2","purchase":99.5}""", use);
        Assert.Equal((HttpStatusCode.Conflict, "voucher_used"), (second.StatusCode, await CodeAsync(second)));
        using var unknown = await PostAsync(client, """{"key":"b-4","document":"bill 3","purchase":10}""", new Uri("/api/v1/vouchers/ABCD/use", UriKind.Relative));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "voucher_unknown"), (unknown.StatusCode, await CodeAsync(unknown)));
    }

    [Fact]
    public async Task A_wrong_pin_counts_and_changes_nothing_else()
    {
        var card = await MemberAsync("C", 2_000);
        var reward = await RewardAsync("C-MUG", stock: 5);
        using var client = await app.SystemAsync();
        for (var number = 1; number <= 5; number++)
        {
            using var wrong = await PostAsync(client, Text("c-" + number, card, reward: "C-MUG", pin: "000001"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
            Assert.DoesNotContain("000001", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var right = await PostAsync(client, Text("c-6", card, reward: "C-MUG"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        await using var context = app.NewContext();
        Assert.True((await context.Cards.SingleAsync(row => row.Number == card)).PinFailures >= 5);
        Assert.Equal(0, (await context.RewardStocks.SingleAsync(row => row.RewardId == reward)).Reserved);
        Assert.Equal(0, await context.RewardOrders.CountAsync(row => row.RewardId == reward));
    }

    [Fact]
    public async Task Refusals_name_the_field()
    {
        var card = await MemberAsync("D", 100);
        await RewardAsync("D-MUG", stock: 5);
        using var client = await app.SystemAsync();
        (string Text, HttpStatusCode Status, string Code, string? Field)[] cases =
        [
            (Text("d-1", "4711", reward: "D-MUG"), HttpStatusCode.UnprocessableEntity, "redemption_card_unknown", "card"),
            (Text("d-1", card, reward: "NONE"), HttpStatusCode.UnprocessableEntity, "reward_unknown", "reward"),
            (Text("d-1", card, reward: "D-MUG"), HttpStatusCode.UnprocessableEntity, "reward_points_short", null),
            (Text("d-1", card, reward: "D-MUG", quantity: 0), HttpStatusCode.UnprocessableEntity, "reward_quantity", "quantity"),
            (Text("d-1", card, points: 500), HttpStatusCode.UnprocessableEntity, "voucher_points_step", "points"),
            (Text("d-1", card), HttpStatusCode.UnprocessableEntity, "redemption_what", "reward"),
            (Text("", card, reward: "D-MUG"), HttpStatusCode.UnprocessableEntity, "voucher_text", "key"),
            ("""{"key":"d-1","pin":"183927","reward":"D-MUG"}""", HttpStatusCode.UnprocessableEntity, "redemption_who", "card"),
            ("""{"key":"d-1","member":"nobody","pin":"183927","reward":"D-MUG"}""", HttpStatusCode.UnprocessableEntity, "redemption_member_unknown", "member"),
            ("""{"key":"d-1","card":""", HttpStatusCode.BadRequest, "intake_json_malformed", "card"),
            ("""{"key":"d-1","pin":183927}""", HttpStatusCode.BadRequest, "intake_field_secret", "pin"),
            ("""{"key":"d-1","giveMe":"all"}""", HttpStatusCode.BadRequest, "intake_field_unknown", "giveMe"),
            ("[]", HttpStatusCode.BadRequest, "intake_json_object", null),
        ];
        foreach (var (text, status, code, field) in cases)
        {
            using var answer = await PostAsync(client, text);
            var problem = await answer.JsonAsync();
            Assert.Equal((status, code, field), (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("errors")[0].TryGetProperty("field", out var name) ? name.GetString() : null));
            Assert.DoesNotContain("183927", problem.GetRawText(), StringComparison.Ordinal);
        }

        using var form = await client.PostAsync(Redemptions, new StringContent("key=1", Encoding.UTF8, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        var card = await MemberAsync("E", 1_000);
        using var client = await app.SystemAsync(key: (await app.NewKeyAsync(ApiScopes.SalesWrite)).Key);
        using var redeem = await PostAsync(client, Text("e-1", card, points: 1_000));
        Assert.Equal((HttpStatusCode.Forbidden, "apikey_scope"), (redeem.StatusCode, await CodeAsync(redeem)));
        using var use = await PostAsync(client, """{"key":"e-2","document":"bill","purchase":10}""", new Uri("/api/v1/vouchers/ABCD/use", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Forbidden, "apikey_scope"), (use.StatusCode, await CodeAsync(use)));
        using var nobody = app.CreateClient();
        using var unsigned = await PostAsync(nobody, Text("e-3", card, points: 1_000));
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    private static string Text(string key, string card, string? reward = null, long? points = null, int? quantity = null, string pin = Pin)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $$"""{"key":"{{key}}","card":"{{card}}","pin":"{{pin}}" """);
        text.Append(reward is null ? "" : $",\"reward\":\"{reward}\"");
        text.Append(points is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"points\":{points}"));
        text.Append(quantity is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"quantity\":{quantity}"));
        return text.Append('}').ToString();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string text, Uri? address = null) =>
        client.PostAsync(address ?? Redemptions, new StringContent(text, Encoding.UTF8, "application/json"));

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("code").GetString();

    /// <summary>A member with points and a card with a PIN; the card's number.</summary>
    private async Task<string> MemberAsync(string name, long points)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        await using var context = app.NewContext();
        var nowUtc = DateTime.UnixEpoch.AddYears(55);
        var member = new Customer("M-" + name, "Member " + name, CustomerKind.Member, nowUtc);
        var type = new CardType("T-" + name, "卡", "Card", new CardTypeRules());
        context.AddRange(member, type);
        await context.SaveChangesAsync();
        var account = new CardAccount(type.Id, member.Id, nowUtc);
        context.Add(account);
        await context.SaveChangesAsync();
        var card = new Card("N-" + name, type.Id, null, nowUtc);
        Assert.Null(card.Activate(account.Id, null, DateOnly.FromDateTime(nowUtc), nowUtc));
        card.SetPin(new CardPinHashes(Options.Create(new CardOptions { PinIterations = 1_000 })).Hash(Pin));
        context.Add(card);
        await context.SaveChangesAsync();
        await GrantAsync(scope.ServiceProvider, member.Id, points);
        return card.Number;
    }

    private static async Task GrantAsync(IServiceProvider services, long memberId, long points)
    {
        var saved = await services.GetRequiredService<SavePointsVersion>().RunAsync(
            new PointsVersionInput(null, 0, """{"earnRules":[{"kind":"amount","id":"base","points":1}]}""", new DateOnly(2025, 1, 1), "test"), CancellationToken.None);
        if (saved.IsDone)
        {
            var decide = services.GetRequiredService<DecidePointsVersion>();
            await decide.SubmitAsync(saved.Value, CancellationToken.None);
            await decide.ApproveAsync(saved.Value, CancellationToken.None);
        }

        var grant = services.GetRequiredService<GrantPoints>();
        var given = await services.GetRequiredService<WriteTransaction>().RunAsync(
            (context, ct) => grant.RunAsync(new GrantPointsInput("test-" + memberId.ToString(CultureInfo.InvariantCulture), memberId, points, "test"), context, ct), CancellationToken.None);
        Assert.True(given.IsDone, string.Join("; ", given.Refusals));
    }

    private async Task<long> RewardAsync(string number, long stock)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        var terms = new RewardTerms { NameZhCn = "杯子", NameEn = "Mug", Kind = RewardKind.Goods, PricePoints = 500 };
        return (await scope.ServiceProvider.GetRequiredService<SaveReward>().RunAsync(
            new RewardInput { Number = number, Terms = terms, IsOffered = true, OpeningStock = stock }, CancellationToken.None)).Value;
    }
}
