using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Reminisce.Encoders.Tests;

/// <summary>Content longer than a tower takes is embedded by its beginning, and said to be.</summary>
public sealed class TruncationTests
{
    [Theory]
    [InlineData(ExitPolicy.Full)]
    [InlineData(ExitPolicy.Predicted)]
    public async Task EncodeAsync_TextBeyondTheTowersTokens_SaysSo(ExitPolicy policy)
    {
        using var pack = TestPack.Create();
        var log = new Lines();
        using var encoder = EarlyExitEncoder.Open(pack.Folder, logger: log);
        var most = pack.Manifest.Towers.First(t => t.Name == "text").MaxTokens - 2;
        static TextContent Cats(int count) => new(string.Join(' ', Enumerable.Repeat("cat", count)));

        var results = await encoder.EncodeAsync([Cats(most), Cats(most + 1), Cats(1), EncodeTests.Item(0)], new EncodingOptions { Policy = policy });

        Assert.Equal([false, true, false, false], results.Select(r => r.Item!.IsTruncated));
        Vectors.Near(results[0].Item!.Vector.Span, results[1].Item!.Vector.Span, 1e-5f);
        Assert.Contains(log, l => l.StartsWith("1 of 4 items are longer", StringComparison.Ordinal));
    }

    [Fact]
    public void Encode_WordPieces_KnowsWhetherOneIsLeft()
    {
        var words = new WordPieceTokenizer(new PackTokenizer("wordpiece", "v", true), 4, "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ncat\n##s"u8.ToArray());

        Assert.False(Truncates(words, "cat cat "));
        Assert.False(Truncates(words, "cats"));
        Assert.True(Truncates(words, "cat cats"));
        Assert.True(Truncates(words, "cat cat cat"));
    }

    [Theory]
    [InlineData(16000, 800, false)]
    [InlineData(16000, 801, true)]
    [InlineData(8000, 400, false)]
    [InlineData(8000, 401, true)]
    public void Decode_SoundBeyondTheSpan_SaysSo(int rate, int frames, bool truncated)
    {
        var samples = new float[800];

        var count = new SoundDecoder(16000, new SoundLimits()).Decode(TestSounds.Wav(new float[frames], rate: rate), samples, out var found);

        Assert.Equal(800, count);
        Assert.Equal(truncated, found);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, true)]
    [InlineData(13, false)]
    public void Fill_MotionBeyondTheWindow_SaysSo(int readings, bool whole)
    {
        var transform = MotionTransform.Parse("p", """{"feature_extractor_type":"MotionFeatureExtractor","sampling_rate":10,"num_samples":11}"""u8.ToArray());
        var content = MotionContent.FromSamples([.. Enumerable.Range(0, readings).Select(i => new MotionSample(TimeSpan.FromSeconds(i / 10.0), 1, 2, 3, 4, 5, 6))]);

        Assert.Equal(whole, MotionTensor.Fill(content.Data.Span, transform, new float[66]));
    }

    private static bool Truncates(WordPieceTokenizer tokenizer, string text)
    {
        _ = tokenizer.Encode(text, out var truncated);
        return truncated;
    }

    private sealed class Lines : List<string>, ILogger<EarlyExitEncoder>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
