using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Permissions;

/// <summary>Random permissions over random memories in the real store: what an agent reads is exactly what a plain reading of its grants allows.</summary>
public sealed class PermissionPropertyTests : IDisposable
{
    private const int Seed = 20261118;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_names = ["", "a", "b"];
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-permissions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task EveryReadPath_RandomPermissions_IsExactlyWhatTheGrantsAllow()
    {
        var random = new Random(Seed);
        await using var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(new FakeTimeProvider(s_start.AddDays(60)))
            .AddSingleton<IEarlyExitEncoder>(new WordEncoder())
            .AddReminisce(o => (o.StorePath, o.TimeZone) = (Path.Combine(_folder, "store"), TimeZoneInfo.Utc))
            .BuildServiceProvider();
        var owner = provider.GetRequiredService<IMemory>();
        var stored = await owner.RememberAsync([.. Enumerable.Range(0, 90).Select(i => Input(i, random))]);
        Guid[] ids = [.. stored.Select(r => r.Id!.Value)];
        for (var round = 0; round < 25; round++)
        {
            var permissions = new AgentPermissions("agent", [.. Enumerable.Range(0, random.Next(4)).Select(_ => Grant(random))]);
            var agent = provider.GetRequiredService<IMemoryMaintenance>().ForAgent(permissions);
            var scope = new MemoryScope(User: s_names[random.Next(3)], Session: s_names[random.Next(3)]);
            var items = await owner.GetAsync(ids, scope);
            bool May(AccessRights right, MemoryItem item) => permissions.Grants.Any(g => g.Rights.HasFlag(right) && Covers(g, item));
            var allowed = items.Where(i => May(AccessRights.Read, i)).Select(i => i.Id).ToHashSet();
            var seen = $"round {round} of seed {Seed}";
            Assert.True(allowed.SetEquals((await agent.GetAsync(ids, scope)).Select(i => i.Id)), seen);
            Assert.True(allowed.SetEquals((await agent.TimelineAsync(new TimeWindow(s_start, s_start.AddDays(60)), scope)).Select(i => i.Id)), seen);
            Assert.True(allowed.SetEquals((await agent.RecallAsync(new RecallRequest { Query = "gadget", Scope = scope, Top = 150 })).Memories.Select(m => m.Item.Id)), seen);
            var forgettable = items.Where(i => May(AccessRights.Read, i) && May(AccessRights.Forget, i)).Select(i => i.Id).ToHashSet();
            var sweep = await agent.SweepAsync(new SweepOptions { DryRun = true, Scope = scope, FadeBelow = 1, MinimumAge = TimeSpan.Zero });
            Assert.True(forgettable.SetEquals(sweep.Steps.SelectMany(s => s.Items)), seen);
        }
    }

    private static MemoryInput Input(int number, Random random) => new()
    {
        Text = number % 4 == 0 ? $"gadget {number}" : $"gadget number{number} {random.Next()}",
        Media = number % 4 == 0 ? System.Text.Encoding.UTF8.GetBytes($"shape{number}") : default,
        MediaType = number % 4 == 0 ? "image/png" : null,
        OccurredAt = s_start.AddHours(random.Next(24 * 50)),
        Source = s_names[random.Next(3)],
        Trust = (TrustTier)random.Next(4),
        Scope = new MemoryScope(User: s_names[random.Next(3)], Session: s_names[random.Next(3)]),
    };

    private static PermissionGrant Grant(Random random)
    {
        var from = s_start.AddHours(random.Next(24 * 40));
        return new PermissionGrant((AccessRights)random.Next(1, 8))
        {
            Scopes = random.Next(2) == 0 ? null : [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ScopePattern(User: Maybe(random), Session: Maybe(random)))],
            Sources = random.Next(2) == 0 ? null : [.. s_names.Where(_ => random.Next(2) == 0)],
            Modalities = random.Next(3) > 0 ? null : [random.Next(2) == 0 ? Modality.Text : Modality.Picture],
            Window = random.Next(2) == 0 ? null : new TimeWindow(from, from.AddDays(random.Next(1, 20))),
            LeastTrusted = (TrustTier)random.Next(4),
        };
    }

    private static string? Maybe(Random random) => random.Next(2) == 0 ? null : s_names[random.Next(3)];

    /// <summary>The plain reading of a grant.</summary>
    private static bool Covers(PermissionGrant grant, MemoryItem item) =>
        item.Trust <= grant.LeastTrusted
        && (grant.Sources?.Contains(item.Source) ?? true)
        && (grant.Modalities?.Contains(item.Modality) ?? true)
        && (grant.Window is not { } window || (item.OccurredAt >= window.Start && item.OccurredAt < window.End))
        && (grant.Scopes?.Any(s => (s.User ?? item.Scope.User) == item.Scope.User && (s.Session ?? item.Scope.Session) == item.Scope.Session) ?? true);
}
