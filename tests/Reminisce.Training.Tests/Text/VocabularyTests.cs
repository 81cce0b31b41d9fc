using Reminisce.Training.Text;

namespace Reminisce.Training.Tests.Text;

public sealed class VocabularyTests
{
    [Fact]
    public void Train_CoversUnseenWordsWithPieces()
    {
        var vocabulary = VocabularyTrainer.Train(["a dog runs", "a dog sleeps", "running dogs"], 200, 2, 40);
        var tokenizer = new PieceTokenizer(vocabulary);
        var unknown = vocabulary.ToList().IndexOf("[UNK]");
        Assert.InRange(vocabulary.Count, 100, 200);
        Assert.Equal(vocabulary.Count, vocabulary.Distinct().Count());
        Assert.DoesNotContain(unknown, tokenizer.Encode("Zebra quokka 42!", 64));
        Assert.Equal("dog", vocabulary[tokenizer.Encode("DOG", 8)[1]]);
    }

    [Fact]
    public void Table_PutsWordsOfOneCompanyTogether()
    {
        var texts = new List<int[]>();
        for (var i = 0; i < 60; i++)
        {
            texts.Add(i % 2 == 0 ? [5, 6, 7 + (i % 3)] : [10, 11, 12 + (i % 3)]);
        }

        var table = TokenTable.Fit(texts, [.. texts.Select(_ => 1f)], 16, 5, 4, 4, new Random(1));
        Assert.True(Cosine(5, 6) > 0.9, "words that occur together");
        Assert.True(Math.Abs(Cosine(5, 10)) < 0.3, "words that never do");
        Assert.Equal(0, table.Vectors.Row(0).ToArray().Sum());

        float Cosine(int a, int b) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(table.Vectors.Row(a)[..4], table.Vectors.Row(b)[..4]);
    }
}
