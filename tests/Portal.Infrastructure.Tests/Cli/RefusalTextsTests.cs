using Portal.Cli;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Tests.Cli;

/// <summary>The command line says the same sentences as the screens.</summary>
public sealed class RefusalTextsTests
{
    [Theory]
    [InlineData(1, "(1 line)")]
    [InlineData(2, "(2 lines)")]
    public void A_word_goes_with_its_number(int count, string words) =>
        Assert.Contains(words, RefusalTexts.Describe(new Refusal("payout_disputed", "S-2026-0001", count)), StringComparison.Ordinal);

    [Fact]
    public void No_sentence_shows_its_places()
    {
        Assert.Equal("ledger_unknown_code: 7, ¥1.00", RefusalTexts.Describe(new Refusal("ledger_unknown_code", 7, new Money(100))));
        Assert.Equal("Only $1.00 are available, ¥2.00 are needed.", RefusalTexts.Describe(new Refusal("ledger_insufficient", new CurrencyMoney(100, "USD"), new Money(200))));
    }
}
