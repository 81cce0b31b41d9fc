namespace Reminisce.Evaluation.Tests;

/// <summary>The replay that chose the strength model: known laws in, log loss out.</summary>
public sealed class StrengthReplayTests
{
    [Theory]
    [InlineData((int)AccessLaw.Power)]
    [InlineData((int)AccessLaw.Mixture)]
    public void Run_LawWithoutOneHalfLife_TheProductBeatsConstantExponentialAndRecency(int law)
    {
        var losses = Replay((AccessLaw)law);
        Assert.True(losses[StrengthCandidates.Product] < losses[StrengthCandidates.Constant], Show(losses));
        Assert.True(losses[StrengthCandidates.Product] < losses[StrengthCandidates.Exponential], Show(losses));
        Assert.True(losses[StrengthCandidates.Product] < losses[StrengthCandidates.Recency], Show(losses));
    }

    [Fact]
    public void Run_ExponentialControl_TheExponentialBeatsTheProductAndComesNearTheLaw()
    {
        var losses = Replay(AccessLaw.Exponential);
        Assert.True(losses[StrengthCandidates.Exponential] < losses[StrengthCandidates.Product], Show(losses));
        Assert.InRange(losses[StrengthCandidates.Exponential] - losses[StrengthReplay.Truth], -0.005, 0.005);
    }

    [Theory]
    [InlineData((int)AccessLaw.Power)]
    [InlineData((int)AccessLaw.Mixture)]
    [InlineData((int)AccessLaw.Exponential)]
    public void Run_AnyLaw_NobodyBeatsTheLawItself(int law)
    {
        var losses = Replay((AccessLaw)law);
        Assert.All(losses, l => Assert.True(l.Value > losses[StrengthReplay.Truth] - 0.001, Show(losses)));
    }

    [Fact]
    public void Of_ScoresOfAKnownLogistic_FindsItAgain()
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 20_000).Select(_ => (random.NextDouble() * 6) - 3).ToArray();
        var truth = new LogisticFit(-1, 0.7);
        var fit = LogisticFit.Of(scores, [.. scores.Select(s => random.NextDouble() < truth.Probability(s))]);
        Assert.Equal(truth.Intercept, fit.Intercept, 0.1);
        Assert.Equal(truth.Slope, fit.Slope, 0.1);
    }

    [Fact]
    public void Make_SameSeed_IsTheSameLogAndUsesAreInOrder()
    {
        var log = AccessLog.Make(AccessLaw.Power, 20, 100, 5);
        Assert.Equal(log.SelectMany(i => i.Uses), AccessLog.Make(AccessLaw.Power, 20, 100, 5).SelectMany(i => i.Uses));
        Assert.All(log, i => Assert.Equal(i.Uses.Order(), i.Uses));
        Assert.Contains(log, i => i.Uses.Count > 3);
    }

    private static IReadOnlyDictionary<string, double> Replay(AccessLaw law) => StrengthReplay.Run(AccessLog.Make(law, 400, 200, 11), StrengthCandidates.All);

    private static string Show(IReadOnlyDictionary<string, double> losses) => string.Join(", ", losses.Select(l => $"{l.Key} {l.Value:0.00000}"));
}
