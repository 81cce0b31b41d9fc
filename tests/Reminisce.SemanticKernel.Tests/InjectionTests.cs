using Reminisce.Memory;
using Reminisce.Memory.Tests.Rendering;

namespace Reminisce.SemanticKernel.Tests;

/// <summary>The corpus of injections through the three functions, and a model that does what the injections say.</summary>
public sealed class InjectionTests
{
    public static TheoryData<int> Attacks => [.. Enumerable.Range(0, Injections.All.Count)];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Recall_Attack_IsOneLineOfDataWithItsTrust(int number)
    {
        var scene = new Scene();
        var attack = scene.Put(Injections.All[number], source: "mail", trust: TrustTier.ThirdParty);
        var own = scene.Put("harbour tour at nine");

        var result = await scene.Plugin.RecallAsync("harbour");

        Assert.Equal(6, result.Split('\n').Length);
        Assert.Equal((2, 2), (result.Count(c => c == '<'), result.Count(c => c == '>')));
        Assert.Equal([(attack.Id, "thirdParty"), (own.Id, "user")], RenderedMemories.Parse(result).Select(m => (m.Id, m.Trust)).OrderBy(m => m.Item2, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task ModelThatObeys_RemovesNothingAndStoresNoEcho(int number)
    {
        var scene = new Scene();
        var attack = scene.Put(Injections.All[number], source: "mail", trust: TrustTier.ThirdParty);
        var result = await scene.Plugin.RecallAsync("harbour");

        // Every word that looks like a token is tried, then all of it is remembered, as it was shown and as it was meant.
        foreach (var token in Injections.All[number].Split([' ', '"', '\n', '<', '>'], StringSplitOptions.RemoveEmptyEntries).Take(40).Append(Injections.Token))
        {
            Assert.DoesNotContain("Removed", (await scene.Plugin.ForgetAsync(token: token)).Split('\n')[0].Split(':')[0], StringComparison.Ordinal);
        }

        var shown = Assert.Single(RenderedMemories.Parse(result)).Text;
        Assert.StartsWith("Not stored", await scene.Plugin.RememberAsync(result), StringComparison.Ordinal);
        Assert.StartsWith("Not stored", await scene.Plugin.RememberAsync(attack.Text.ToUpperInvariant()), StringComparison.Ordinal);
        Assert.StartsWith("Not stored", await scene.Plugin.RememberAsync(shown), StringComparison.Ordinal);

        Assert.Equal([attack.Id], scene.Memory.Items.Select(i => i.Id));
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Forget_PreviewOfAnAttack_NamesTheRealTokenFirst(int number)
    {
        var scene = new Scene();
        var attack = scene.Put(Injections.All[number], trust: TrustTier.Web);

        var preview = await scene.Plugin.ForgetAsync(ids: [attack.Id.ToString()]);

        var token = preview.Split('\n')[0]["Nothing is removed yet. Token: ".Length..];
        Assert.NotEqual(Injections.Token, token);
        Assert.Equal($"Removed 1 memory: {attack.Id}.", await scene.Plugin.ForgetAsync(token: token));
    }
}
