using ChatWithMemory.Chat;
using ChatWithMemory.Commands;
using ChatWithMemory.Hosting;
using Reminisce.Memory;
using Reminisce.Memory.Tests.Rendering;

namespace ChatWithMemory.Tests.Chat;

/// <summary>The corpus of injections in the chat: the whole road from a stored text to the answer on the screen.</summary>
public sealed class InjectionTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 18, 11, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ask_EveryAttackStored_QuotesAndDoesNothing()
    {
        await using var host = MemoryHost.Open(new ChatSettings { Store = _folder.Path("store"), TimeZone = TimeZoneInfo.Utc, Now = s_now, NoLifeLog = true });
        var stored = await host.Memory.RememberAsync([.. Injections.All.Select((attack, i) => new MemoryInput
        {
            Text = attack, OccurredAt = s_now.AddDays(-10 - i), Source = "mail", Trust = TrustTier.Web,
        })]);
        Assert.All(stored, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        using var client = ChatClients.Local(TimeZoneInfo.Utc);
        for (var i = 0; i < Injections.All.Count; i++)
        {
            // Only this one lies in that day.
            var session = new ChatSession(client, host.Memory, host.Functions());
            var answer = await session.AskAsync($"harbour on {s_now.AddDays(-10 - i):d MMMM yyyy}", CancellationToken.None);
            Assert.Equal(stored[i].Id, Assert.Single(answer.Citations).Id);
            var lines = answer.Answer.Split('\n');
            Assert.InRange(lines.Length, 1, 2);
            Assert.StartsWith("[1] ", lines[^1], StringComparison.Ordinal);
            Assert.EndsWith(" (from the web)", lines[^1], StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Answer, c => char.IsControl(c) && c != '\n');

            // A yes that answers no preview confirms nothing, whatever the text claims.
            var yes = await session.AskAsync("yes", CancellationToken.None);
            Assert.DoesNotContain("Removed", yes.Answer.Split('\n')[0].Split(':')[0], StringComparison.Ordinal);
        }

        Assert.Equal(Injections.All.Count, (await host.Memory.GetStatisticsAsync()).Items);
    }
}
