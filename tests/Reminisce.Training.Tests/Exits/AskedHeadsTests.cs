using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Pairing;

namespace Reminisce.Training.Tests.Exits;

public sealed class AskedHeadsTests
{
    private const int Items = 400;
    private const int HeldOut = 100;

    [Fact]
    public void Fit_FeaturesThatHealingMoved_FindsMoreOfTheItemsHeldOut()
    {
        var random = new Random(1);
        var meaning = Matrix.Gaussian(Items, 8, random);
        var queries = Products.Multiply(meaning, Matrix.Gaussian(8, 8, random));
        Moments.NormalizeRows(queries);
        var before = Features(meaning, noise: 2, random);
        var after = Features(meaning, noise: 1, random);
        int[] fit = [.. Enumerable.Range(0, Items - HeldOut)];
        int[] heldOut = [.. Enumerable.Range(Items - HeldOut, HeldOut)];

        var kept = Refit(before);
        Assert.True(Found(Refit(after)) > 1.2 * Math.Max(Found(kept), Found(kept, before)));

        ExitHead Refit(Matrix features) => AskedHeads.Fit([features.SelectRows(fit)], new RiskPredictor.Asked([queries.SelectRows(fit)], fit))[0];

        int Found(ExitHead head, Matrix? features = null) =>
            PairTraining.Ranks(queries.SelectRows(heldOut), head.Embed((features ?? after).SelectRows(heldOut)), [.. Enumerable.Range(0, HeldOut)]).Count(r => r <= 5);
    }

    [Fact]
    public void Means_SeveralQueriesOfAnItem_AreTheirMean()
    {
        var means = AskedHeads.Means(new RiskPredictor.Asked([new Matrix(3, 2, [1, 2, 3, 4, 5, 6])], [0, 0, 1]))[0];
        Assert.Equal([2, 3, 5, 6], means.Data);
    }

    private static Matrix Features(Matrix meaning, float noise, Random random)
    {
        var features = Products.Multiply(meaning, Matrix.Gaussian(8, 16, random));
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Matrix.Gaussian(features.Rows, 16, random).Data, noise, features.Data, features.Data);
        return features;
    }
}
