using System.Runtime.InteropServices;
using System.Text;

namespace Reminisce.Encoders.Tests;

public sealed class LogMelTests
{
    private const string Whisper = """{"feature_extractor_type":"WhisperFeatureExtractor","n_samples":8000}""";

    [Theory]
    [InlineData(8000)]
    [InlineData(7990)]
    [InlineData(3333)]
    [InlineData(50)]
    public void Fill_Whisper_EqualsTheDefinition(int count)
    {
        var transform = Parse(Whisper);
        var samples = Padded(TestSounds.Music(1, 16000, count), transform.Samples);

        var tensor = Fill(transform, samples, count);

        Assert.Equal([80, 50], transform.Shape);
        var filters = NaiveLogMel.Triangles(80, 400, 16000, 0, 8000, NaiveLogMel.SlaneyMel, NaiveLogMel.SlaneyHertz, onMelAxis: false, equalArea: true);
        var powers = NaiveLogMel.Powers(samples, 50, 400, 160, 400, centered: true, periodic: true, kaldi: false, filters);
        var logs = powers.Select(frame => frame.Select(p => Math.Log10(Math.Max(p, 1e-10))).ToArray()).ToArray();
        var loudest = logs.Max(frame => frame.Max());
        for (var frame = 0; frame < 50; frame++)
        {
            for (var band = 0; band < 80; band++)
            {
                var expected = (Math.Max(logs[frame][band], loudest - 8) + 4) / 4;
                Assert.InRange(tensor[(band * 50) + frame], expected - 1e-4, expected + 1e-4);
            }
        }
    }

    [Fact]
    public void Fill_Clap_EqualsTheDefinition()
    {
        var transform = Parse("""{"feature_extractor_type":"ClapFeatureExtractor","nb_max_samples":9600,"frequency_min":50,"truncation":"rand_trunc","padding":"pad"}""");
        var samples = TestSounds.Music(2, 48000, 9600);

        var tensor = Fill(transform, samples, 9600);

        Assert.Equal([1, 21, 64], transform.Shape);
        var filters = NaiveLogMel.Triangles(64, 1024, 48000, 50, 14000, NaiveLogMel.SlaneyMel, NaiveLogMel.SlaneyHertz, onMelAxis: false, equalArea: true);
        var powers = NaiveLogMel.Powers(samples, 21, 1024, 480, 1024, centered: true, periodic: true, kaldi: false, filters);
        for (var i = 0; i < tensor.Length; i++)
        {
            var expected = 10 * Math.Log10(Math.Max(powers[i / 64][i % 64], 1e-10));
            Assert.InRange(tensor[i], expected - 2e-3, expected + 2e-3);
        }
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(4000)]
    [InlineData(400)]
    [InlineData(90)]
    public void Fill_Ast_EqualsTheDefinition(int count)
    {
        var transform = Parse("""{"feature_extractor_type":"ASTFeatureExtractor","max_length":28,"num_mel_bins":32}""");
        var samples = Padded(TestSounds.Music(3, 16000, Math.Min(count, transform.Samples)), transform.Samples);

        var tensor = Fill(transform, samples, Math.Min(count, transform.Samples));

        Assert.Equal([28, 32], transform.Shape);
        var real = Math.Min(28, 1 + Math.Max(0, (count - 400) / 160));
        var filters = NaiveLogMel.Triangles(32, 512, 16000, 20, 8000, NaiveLogMel.HtkMel, NaiveLogMel.HtkHertz, onMelAxis: true, equalArea: false);
        var powers = NaiveLogMel.Powers(samples, real, 400, 160, 512, centered: false, periodic: false, kaldi: true, filters);
        for (var i = 0; i < tensor.Length; i++)
        {
            var log = i / 32 < real ? Math.Log(Math.Max(powers[i / 32][i % 32], 1.1920929e-7)) : 0;
            var expected = (log + 4.2677393) / (2 * 4.5689974);
            Assert.InRange(tensor[i], expected - 1e-4, expected + 1e-4);
        }
    }

    [Fact]
    public void Fill_Silence_IsFlatAndFinite()
    {
        var whisper = Parse(Whisper);
        Assert.All(Fill(whisper, new float[whisper.Samples], whisper.Samples), v => Assert.Equal(-1.5f, v));
        var clap = Parse("""{"feature_extractor_type":"ClapFeatureExtractor","nb_max_samples":4800,"truncation":"rand_trunc"}""");
        Assert.All(Fill(clap, new float[clap.Samples], clap.Samples), v => Assert.Equal(-100f, v, 3));
    }

    [Fact]
    public void Fill_Tone_IsLoudestInItsOwnBand()
    {
        var transform = Parse(Whisper);
        foreach (var band in new[] { 5, 20, 40, 60, 75 })
        {
            var hertz = NaiveLogMel.SlaneyHertz(NaiveLogMel.SlaneyMel(8000) * (band + 1) / 81);
            var tensor = Fill(transform, TestSounds.Sine(hertz, 16000, 8000), 8000);

            Assert.Equal(band, Enumerable.Range(0, 80).MaxBy(b => tensor[(b * 50) + 25]));
        }
    }

    [Fact]
    public void Filters_Htk_EqualTheDefinition()
    {
        foreach (var equalArea in new[] { false, true })
        {
            var filters = new MelFilters(40, 512, 16000, 20, 7600, MelScale.Htk, equalArea);
            Same(NaiveLogMel.Triangles(40, 512, 16000, 20, 7600, NaiveLogMel.HtkMel, NaiveLogMel.HtkHertz, onMelAxis: false, equalArea), filters, 257);
        }
    }

    [SkippableFact]
    public void Filters_Slaney_EqualWhispersOwnFile()
    {
        var file = File.ReadAllBytes(Path.Combine(SharedData.Require("models/whisper-base-encoder"), "mel_filters_80x201_f32.npy"));
        var header = 10 + BitConverter.ToUInt16(file, 8);
        Assert.Contains("'fortran_order': False, 'shape': (80, 201)", Encoding.ASCII.GetString(file, 10, header - 10), StringComparison.Ordinal);
        var expected = MemoryMarshal.Cast<byte, float>(file.AsSpan(header)).ToArray();

        Same([.. expected.Chunk(201).Select(band => band.Select(w => (double)w).ToArray())], new MelFilters(80, 400, 16000, 0, 8000, MelScale.Slaney, equalArea: true), 201, 2e-9);
    }

    [SkippableFact]
    public void Parse_WhispersOwnConfiguration_GivesItsShape()
    {
        var transform = SoundTransform.Parse("p", File.ReadAllBytes(Path.Combine(SharedData.Require("models/whisper-base-encoder"), "preprocessor_config.json")));

        Assert.Equal([80, 3000], transform.Shape);
        Assert.Equal((480000, 16000), (transform.Samples, transform.SampleRate));
    }

    [Theory]
    [InlineData("{}", "feature_extractor_type")]
    [InlineData("[]", "JSON object")]
    [InlineData("{", "JSON")]
    [InlineData("""{"feature_extractor_type":7}""", "JSON")]
    [InlineData("""{"feature_extractor_type":"Wav2Vec2FeatureExtractor"}""", "WhisperFeatureExtractor")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","sampling_rate":0}""", "sampling_rate")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","sampling_rate":16000.5}""", "whole number")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","sampling_rate":1e99}""", "sampling_rate")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","n_fft":401}""", "prime")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","n_fft":34}""", "prime")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","n_fft":100000}""", "n_fft")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","hop_length":0}""", "hop_length")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","hop_length":401}""", "hop_length")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","feature_size":0}""", "feature_size")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","n_samples":399}""", "n_samples")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","n_samples":2000000000}""", "n_samples")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","chunk_length":500}""", "chunk_length")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","nb_max_frames":2999}""", "nb_max_frames")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","log_mel":{"mel_scale":"bark"}}""", "mel_scale")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","log_mel":{"mel_norm":"area"}}""", "mel_norm")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","log_mel":{"f_min":4000,"f_max":3000}}""", "lowest")]
    [InlineData("""{"feature_extractor_type":"WhisperFeatureExtractor","log_mel":{"f_max":8001}}""", "f_max")]
    [InlineData("""{"feature_extractor_type":"ClapFeatureExtractor"}""", "rand_trunc")]
    [InlineData("""{"feature_extractor_type":"ClapFeatureExtractor","truncation":"rand_trunc","padding":"mirror"}""", "padding")]
    [InlineData("""{"feature_extractor_type":"ASTFeatureExtractor","std":0}""", "std")]
    [InlineData("""{"feature_extractor_type":"ASTFeatureExtractor","max_length":0}""", "max_length")]
    public void Parse_OutOfRange_IsRefused(string json, string expected)
    {
        var e = Assert.Throws<ModelPackException>(() => SoundTransform.Parse("audio/preprocessor_config.json", Encoding.UTF8.GetBytes(json)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Equal("audio/preprocessor_config.json", e.File);
    }

    private static SoundTransform Parse(string json) => SoundTransform.Parse("p", Encoding.UTF8.GetBytes(json));

    private static float[] Fill(SoundTransform transform, float[] samples, int count)
    {
        var tensor = new float[transform.Shape.Aggregate((a, b) => a * b)];
        new LogMel(transform).Fill(samples, count, tensor);
        return tensor;
    }

    private static float[] Padded(float[] samples, int count) => [.. samples, .. new float[count - samples.Length]];

    private static void Same(double[][] expected, MelFilters filters, int bins, double tolerance = 1e-7)
    {
        Assert.Equal(expected.Length, filters.Count);
        for (var band = 0; band < expected.Length; band++)
        {
            var found = new float[bins];
            filters.Weights(band).CopyTo(found.AsSpan(filters.FirstBin(band)));
            for (var bin = 0; bin < bins; bin++)
            {
                Assert.InRange(found[bin], expected[band][bin] - tolerance, expected[band][bin] + tolerance);
            }
        }
    }
}
