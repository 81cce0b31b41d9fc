using Microsoft.Extensions.AI;

namespace Reminisce.Encoders.Tests;

public sealed class SenseTests : IDisposable
{
    private readonly SensePack _pack = SensePack.Create();
    private readonly EarlyExitEncoder _encoder;

    public SenseTests() => _encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 8 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task EncodeAsync_SoundsAndMotion_EqualTheUncutGraph(int layer)
    {
        var items = Enumerable.Range(0, 11).Select(Item).ToList();

        var results = await _encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = layer });

        for (var i = 0; i < items.Count; i++)
        {
            var item = Assert.IsType<EncodedItem>(results[i].Item);
            Assert.Equal(i % 2 == 0 ? "audio" : "motion", item.Exit.Tower);
            Assert.Equal(layer, item.Exit.Layer);
            Vectors.Near(Expected(items[i], layer), item.Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task ResumeAsync_SoundsAndMotion_ReachTheirFullDepth()
    {
        var items = Enumerable.Range(0, 12).Select(Item).ToList();
        using var encoder = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Float32 });
        var early = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 2 });

        var full = await encoder.ResumeAsync([.. early.Select(r => r.Item!.Activation!)]);

        for (var i = 0; i < items.Count; i++)
        {
            Assert.True(full[i].Exit.IsFull);
            Vectors.Near(Expected(items[i], 4), full[i].Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task EncodeAsync_Predicted_UsesSeveralExitsAndEachEqualsUncutGraph()
    {
        var items = Enumerable.Range(0, 30).Select(Item).ToList();

        var results = await _encoder.EncodeAsync(items);

        for (var i = 0; i < items.Count; i++)
        {
            Vectors.Near(Expected(items[i], results[i].Item!.Exit.Layer), results[i].Item!.Vector.Span, 1e-5f);
        }

        Assert.True(results.Select(r => r.Item!.Exit).Distinct().Count() >= 3, "The predictors send these items to fewer than 3 exits: the test proves too little.");
    }

    [Fact]
    public async Task EncodeAsync_BadItems_FailAloneAndKeepOrder()
    {
        var items = Enumerable.Range(0, 9).Select(Item).ToList();
        var samples = TestSounds.Music(1, 16000, 4000);
        items[1] = new DataContent(TestSounds.Wav(samples).AsMemory(0, 300), "audio/wav");
        items[3] = new DataContent("time,ax,ay,az,gx,gy,gz\n0,1,2,3,4,5,6\n0,1,2,3,4,5,6\n"u8.ToArray(), MotionContent.MediaType);
        items[5] = new DataContent(samples.SelectMany(BitConverter.GetBytes).ToArray(), "audio/mpeg");
        items[6] = new DataContent(new byte[] { 1 }, "audio/wav");
        items[7] = new TextContent("red");

        var results = await _encoder.EncodeAsync(items);

        Assert.Contains("cut short", Assert.IsType<SoundException>(results[1].Error).Message, StringComparison.Ordinal);
        Assert.IsType<MotionException>(results[3].Error);
        Assert.Contains("audio/wav", Assert.IsType<NotSupportedException>(results[5].Error).Message, StringComparison.Ordinal);
        Assert.IsType<SoundException>(results[6].Error);
        Assert.Contains(MotionContent.MediaType, Assert.IsType<NotSupportedException>(results[7].Error).Message, StringComparison.Ordinal);
        foreach (var i in new[] { 0, 2, 4, 8 })
        {
            Vectors.Near(Expected(items[i], results[i].Item!.Exit.Layer), results[i].Item!.Vector.Span, 1e-5f);
        }
    }

    [Fact]
    public async Task EncodeAsync_SameSoundInOtherForms_GivesTheSameEmbedding()
    {
        var samples = TestSounds.Music(4, 16000, 6400);
        var forms = new List<AIContent>
        {
            new DataContent(TestSounds.Wav(samples), "audio/wav"),
            new DataContent(TestSounds.Wav(samples, format: "float64", channels: 2), "audio/x-wav"),
            new DataContent(TestSounds.Wav(samples, format: "pcm24", channels: 3, extensible: true), "AUDIO/WAVE"),
            new DataContent(TestSounds.Wav([.. samples, .. new float[20000]]), "audio/vnd.wave; charset=none"),
        };

        var results = await _encoder.EncodeAsync(forms, new EncodingOptions { Policy = ExitPolicy.Full });

        Assert.All(results, r => Vectors.Near(results[0].Item!.Vector.Span, r.Item!.Vector.Span, 2e-3f));
    }

    [Fact]
    public async Task EncodeAsync_SilentSound_HasAnEmbedding()
    {
        var result = Assert.Single(await _encoder.EncodeAsync([new DataContent(TestSounds.Wav(new float[6400]), "audio/wav")]));

        Assert.NotNull(result.Item);
    }

    [Theory]
    [InlineData("pad", 1)]
    [InlineData("repeatpad", 3)]
    [InlineData("repeat", 4)]
    public void Prepare_ClapPadding_RepeatsShortSoundsAsAsked(string padding, int copies)
    {
        // 3.5 times as long a span as the sound.
        var config = $$"""{"feature_extractor_type":"ClapFeatureExtractor","sampling_rate":16000,"fft_window_size":256,"hop_length":160,"feature_size":16,"nb_max_samples":6399,"frequency_max":8000,"truncation":"rand_trunc","padding":"{{padding}}"}""";
        var transform = SoundTransform.Parse("p", System.Text.Encoding.UTF8.GetBytes(config));
        Assert.Equal([1, 40, 16], transform.Shape);
        var samples = TestSounds.Music(1, 16000, 1828);
        var expected = new float[6399];
        for (var copy = 0; copy < copies; copy++)
        {
            samples.AsSpan(0, Math.Min(1828, 6399 - (copy * 1828))).CopyTo(expected.AsSpan(copy * 1828));
        }

        using var wave = Prepare(transform, samples);
        var input = wave.InputOf(0, 1, 4);
        var tensor = new float[640];
        new LogMel(transform).Fill(expected, copies == 4 ? 6399 : copies * 1828, tensor);

        Assert.Equal([1, 1, 40, 16], input.GetTensorTypeAndShape().Shape);
        Assert.Equal(tensor, input.GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public async Task EncodeQueryAsync_SoundAsQuery_FindsItself()
    {
        var query = await _encoder.EncodeQueryAsync(Item(2));

        Assert.Equal(4, query.Exits.Count);
        Assert.All(query.Exits, e => Assert.Equal("audio", e.Exit.Tower));
        await Assert.ThrowsAsync<NotSupportedException>(() => _encoder.EncodeQueryAsync(Item(1)));
    }

    [Fact]
    public async Task GenerateAsync_SoundsAndMotion_GiveFullDepthEmbeddings()
    {
        using var generator = _encoder.AsEmbeddingGenerator();

        var embeddings = await generator.GenerateAsync([(DataContent)Item(0), (DataContent)Item(1)]);

        Vectors.Near(Expected(Item(0), 4), embeddings[0].Vector.Span, 1e-5f);
        Vectors.Near(Expected(Item(1), 4), embeddings[1].Vector.Span, 1e-5f);
        await Assert.ThrowsAsync<SoundException>(() => generator.GenerateAsync([new DataContent(new byte[] { 1 }, "audio/wav")]));
    }

    [Fact]
    public void Describes_Pack()
    {
        Assert.Equal(["audio_exit_01", "audio_exit_02", "audio_exit_03", "audio_full", "motion_exit_01", "motion_exit_02", "motion_exit_03", "motion_full"], _encoder.Exits.Select(e => e.Name));
        Assert.True(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "audio/wav")));
        Assert.True(_encoder.CanEncode(new DataContent(new byte[] { 1 }, MotionContent.MediaType)));
        Assert.False(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "audio/mpeg")));
        Assert.False(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "text/csv")));
        Assert.False(_encoder.CanEncode(new DataContent(new byte[] { 1 }, "image/png")));
    }

    [Fact]
    public void Open_PreprocessorThatDoesNotFitTheGraph_IsRefused()
    {
        using var bands = SensePack.Create(audioConfig: SensePack.AudioConfig.Replace("\"feature_size\":16", "\"feature_size\":17", StringComparison.Ordinal));
        using var window = SensePack.Create(motionConfig: SensePack.MotionConfig.Replace("40", "41", StringComparison.Ordinal));
        using var kind = SensePack.Create(motionConfig: SensePack.AudioConfig);

        Assert.Contains("[?, 17, 40]", Assert.Throws<ModelPackException>(() => ModelPack.Open(bands.Folder)).Message, StringComparison.Ordinal);
        Assert.Contains("[?, 6, 41]", Assert.Throws<ModelPackException>(() => ModelPack.Open(window.Folder)).Message, StringComparison.Ordinal);
        Assert.Equal("motion/preprocessor_config.json", Assert.Throws<ModelPackException>(() => ModelPack.Open(kind.Folder)).File);
    }

    public void Dispose()
    {
        _encoder.Dispose();
        _pack.Dispose();
    }

    private static AIContent Item(int i)
    {
        if (i % 2 == 0)
        {
            var rate = i % 4 == 0 ? 16000 : 44100;
            return new DataContent(TestSounds.Wav(TestSounds.Music(i, rate, rate / 2 * (1 + (i % 3)) / 2), rate), "audio/wav");
        }

        var samples = Enumerable.Range(0, 100).Select(t => new MotionSample(
            TimeSpan.FromMilliseconds(15 * t), MathF.Sin(i + (t * 0.2f)), MathF.Cos(t * 0.1f * i), 9.8f, 0.1f * i, MathF.Sin(t * 0.3f), 0));
        return MotionContent.FromSamples([.. samples]);
    }

    private static PreparedWave Prepare(SoundTransform transform, float[] samples) => new SoundFrontEnd(transform, 4, new SoundLimits(), 1)
        .Prepare([new DataContent(TestSounds.Wav(samples, format: "float32"), "audio/wav")], [0], CancellationToken.None);

    private float[] Expected(AIContent item, int layer)
    {
        var data = (DataContent)item;
        if (data.MediaType == MotionContent.MediaType)
        {
            var motion = MotionTransform.Parse("p", System.Text.Encoding.UTF8.GetBytes(SensePack.MotionConfig));
            var values = new float[240];
            MotionTensor.Fill(data.Data.Span, motion, values);
            return Oracle.Tensor(_pack.Motion, "motion_values", values, SensePack.MotionShape, layer, $"head{layer}");
        }

        var transform = SoundTransform.Parse("p", System.Text.Encoding.UTF8.GetBytes(SensePack.AudioConfig));
        var samples = new float[transform.Samples];
        var count = new SoundDecoder(16000, new SoundLimits()).Decode(data.Data.Span, samples, out _);
        var tensor = new float[640];
        new LogMel(transform).Fill(samples, count, tensor);
        return Oracle.Tensor(_pack.Audio, "input_features", tensor, SensePack.AudioShape, layer, $"head{layer}");
    }
}
