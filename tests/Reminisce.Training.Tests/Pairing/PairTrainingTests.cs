using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Pairing;

namespace Reminisce.Training.Tests.Pairing;

public sealed class PairTrainingTests
{
    private const int Items = 400;
    private const int HeldOut = 100;
    private const int Words = 40;
    private const int Width = 160;
    private static readonly int[] s_layers = [2, 4];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_HeadsFittedToTheMeanOfCaptionsFindMore_AreKept(int epochs)
    {
        var (features, texts) = Make();
        int[] fit = [.. Enumerable.Range(0, Items - HeldOut)];
        int[] heldOut = [.. Enumerable.Range(Items - HeldOut, HeldOut)];
        var fitTexts = fit.Select(i => texts[i]).ToArray();
        Matrix[] taps = [.. features.Select(m => m.SelectRows(fit))];
        var settings = new PairingSettings { Epochs = epochs, Batch = 100, Vocabulary = 200 };
        var training = new PairTraining(taps, fitTexts, [.. features.Select(m => m.SelectRows(heldOut))], [.. heldOut.Select(i => texts[i])], s_layers, settings);

        var found = new List<double>();
        var model = training.Run(TimeProvider.System, (_, recall) => found.Add(Weighted(recall)));
        var refitted = model with { Items = AskedHeads.Fit(taps, model.Ask(new CaptionTokens(fitTexts, training.Vocabulary, settings.Tokens))) };
        Assert.Equal(Weighted(training.Recall(refitted)), Weighted(training.Recall(model)), 1e-9);
        Assert.True(Weighted(training.Recall(model)) > found.Max(), "heads fitted to the mean of captions found no more than those before");
    }

    private static double Weighted(IReadOnlyList<double> recall) => recall.Zip(PairTraining.ExitWeights(s_layers), (r, w) => r * w).Sum();

    // Every item shows four things; each of its five captions names two of them, and words of no meaning.
    private static (Matrix[] Features, string[][] Texts) Make()
    {
        var random = new Random(3);
        var looks = Matrix.Gaussian(Words, Width, random);
        Matrix[] features = [Matrix.Gaussian(Items, Width, random), Matrix.Gaussian(Items, Width, random)];
        var texts = new string[Items][];
        for (var i = 0; i < Items; i++)
        {
            var shown = Enumerable.Range(0, Words).OrderBy(_ => random.Next()).Take(4).ToArray();
            foreach (var word in shown)
            {
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(looks.Row(word), 0.15f, features[0].Row(i), features[0].Row(i));
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(looks.Row(word), 0.3f, features[1].Row(i), features[1].Row(i));
            }

            texts[i] = [.. Enumerable.Range(0, 5).Select(_ => string.Join(' ', shown.OrderBy(_ => random.Next()).Take(2).Select(Name).Append("of").Append("a")))];
        }

        return (features, texts);
    }

    private static string Name(int word) => $"thing{(char)('a' + (word / 26))}{(char)('a' + (word % 26))}";
}
