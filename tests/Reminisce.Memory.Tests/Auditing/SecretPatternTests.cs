using Reminisce.Memory.Auditing;

namespace Reminisce.Memory.Tests.Auditing;

/// <summary>The keys and numbers here are made up, or the published examples of their issuers.</summary>
public sealed class SecretPatternTests
{
    [Theory]
    [InlineData("a private key", "see -----BEGIN RSA " + "PRIVATE KEY----- MIIE")]
    [InlineData("a private key", "-----BEGIN " + "PRIVATE KEY-----")]
    [InlineData("an AWS access key", "id AKIA" + "IOSFODNN7EXAMPLE here")]
    [InlineData("a GitHub token", "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("a Stripe key", "sk_" + "live_abcdefghijklmnop")]
    [InlineData("an API key", "sk-" + "abcdefghijklmnopqrstuvwx")]
    [InlineData("a Slack token", "xoxb-" + "123456789012-abcdef")]
    [InlineData("a Google API key", "AIza" + "0123456789abcdefghijklmnopqrstuvwxy")]
    [InlineData("a signed web token", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl")]
    [InlineData("a password in an address", "postgres://mara:geheim@db.example/notes")]
    [InlineData("a password", "my wifi password: correcthorse")]
    [InlineData("a password", "Das Passwort ist Sommer2026")]
    [InlineData("a password", "password is hunter2")]
    [InlineData("a password", "密码：abc12345")]
    [InlineData("a PIN", "PIN: 4711")]
    [InlineData("a card number", "card 4111 1111 1111 1111 until 05/30")]
    [InlineData("a card number", "5555-5555-5555-4444")]
    [InlineData("a card number", "378282246310005")]
    public void Find_Secret_IsNamedWhereItBegins(string name, string text)
    {
        var (found, position) = Assert.Single(SecretPatterns.Find(text));
        Assert.Equal(name, found);
        Assert.InRange(position, 0, text.Length - 4);
    }

    [Theory]
    [InlineData("card 4111 1111 1111 1112 has a wrong check digit")]
    [InlineData("order 1234567890123456789012")]
    [InlineData("4444 4444 4444 4444")]
    [InlineData("call +49 30 1234567 tomorrow")]
    [InlineData("I forgot my password again")]
    [InlineData("the password is wrong, they say")]
    [InlineData("password: ********")]
    [InlineData("the PIN board in the kitchen")]
    [InlineData("a sketch, task-list and AKIA")]
    [InlineData("https://example.org/a:b@c")]
    [InlineData("the year 2026 and 2025-11-18T15:30:00")]
    public void Find_OrdinaryText_FindsNothing(string text) => Assert.Empty(SecretPatterns.Find(text));

    [Fact]
    public void IsCard_RandomNumbers_ExactlyOneCheckDigitFits()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        for (var i = 0; i < 200; i++)
        {
            var stem = "4" + string.Concat(Enumerable.Range(0, 14).Select(_ => random.Next(10)));
            Assert.Single(Enumerable.Range(0, 10), digit => SecretPatterns.IsCard(stem + digit));
        }
    }

    [Fact]
    public void Find_HostileText_TakesTimeInProportion()
    {
        // Without a bound on backtracking one of these would not end.
        Assert.Empty(SecretPatterns.Find(new string('a', 200_000) + "://" + new string('b', 200_000)));
        Assert.Empty(SecretPatterns.Find(string.Concat(Enumerable.Repeat("eyJ", 100_000))));
    }
}
