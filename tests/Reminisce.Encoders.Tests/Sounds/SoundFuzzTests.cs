using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Reminisce.Encoders.Tests;

/// <summary>Damaged files: an answer or a typed exception, in bounded memory. REMINISCE_FUZZ_ROUNDS sets how many.</summary>
public sealed class SoundFuzzTests(ITestOutputHelper output)
{
    private const long MostBytes = 1_000_000;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("REMINISCE_FUZZ_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3000;

    [Fact]
    public void Sounds_DamagedBytes_NeverFailOtherwise()
    {
        byte[][] seeds =
        [
            TestSounds.Wav(TestSounds.Music(1, 16000, 700)),
            TestSounds.Wav(TestSounds.Music(2, 44100, 700), 44100, "pcm24", 2, extensible: true),
            TestSounds.Wav(TestSounds.Music(3, 8000, 300), 8000, "float64", 1, before: TestSounds.Chunk("LIST", new byte[7])),
            TestSounds.Wav(TestSounds.Music(4, 384000, 900), 384000, "pcm8", 3),
        ];
        var decoder = new SoundDecoder(16000, new SoundLimits());
        var transform = SoundTransform.Parse("p", Encoding.UTF8.GetBytes(SensePack.AudioConfig));
        var spectrogram = new LogMel(transform);
        var samples = new float[transform.Samples];
        var tensor = new float[640];
        Fuzz<SoundException>(seeds, headerBytes: 120, bytes =>
        {
            var count = decoder.Decode(bytes, samples, out _);
            Assert.InRange(count, 1, samples.Length);
            samples.AsSpan(count).Clear();
            spectrogram.Fill(samples, count, tensor);
            Assert.True(tensor.All(float.IsFinite));
        });
    }

    [Fact]
    public void Motion_DamagedBytes_NeverFailOtherwise()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i * 0.02},{i},0.5,-9.81,1e-3,0,{-i}\n")));
        byte[][] seeds = [Encoding.ASCII.GetBytes(MotionContent.Header + "\n" + rows), Encoding.UTF8.GetBytes("\uFEFF" + MotionContent.Header + "\r\n" + rows.Replace("\n", "\r\n", StringComparison.Ordinal))];
        var transform = MotionTransform.Parse("p", Encoding.UTF8.GetBytes(SensePack.MotionConfig));
        var tensor = new float[240];
        Fuzz<MotionException>(seeds, headerBytes: 2500, bytes =>
        {
            MotionTensor.Fill(bytes, transform, tensor);
            Assert.True(tensor.All(float.IsFinite));
        });
    }

    [Fact]
    public void Preprocessors_DamagedJson_NeverFailOtherwise()
    {
        const string Clap = """{"feature_extractor_type":"ClapFeatureExtractor","nb_max_samples":9600,"truncation":"rand_trunc","log_mel":{"mel_scale":"htk","f_min":20}}""";
        const string Ast = """{"feature_extractor_type":"ASTFeatureExtractor","max_length":28,"num_mel_bins":32,"std":4.5}""";
        byte[][] sounds = [.. new[] { SensePack.AudioConfig, Clap, Ast }.Select(Encoding.ASCII.GetBytes)];
        Fuzz<ModelPackException>(sounds, headerBytes: 500, bytes => Assert.True(((ITowerInput)SoundTransform.Parse("p", bytes)).Size > 0));
        Fuzz<ModelPackException>([Encoding.ASCII.GetBytes(SensePack.MotionConfig)], headerBytes: 500, bytes => Assert.True(((ITowerInput)MotionTransform.Parse("p", bytes)).Size > 0));
    }

    private void Fuzz<TRefusal>(byte[][] seeds, int headerBytes, Action<byte[]> read)
        where TRefusal : Exception
    {
        const int Seed = 20261122;
        output.WriteLine($"seed {Seed}, {Rounds} rounds");
        var random = new Random(Seed);
        var (answers, refusals) = (0, 0);
        foreach (var seed in seeds)
        {
            read(seed);
        }

        for (var round = 0; round < Rounds; round++)
        {
            var bytes = round % 10 == 0 ? Noise(random) : Mutate(random, seeds[random.Next(seeds.Length)], headerBytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
                answers++;
            }
            catch (TRefusal e)
            {
                Assert.NotEmpty(e.Message);
                refusals++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        output.WriteLine($"{answers} answers, {refusals} refusals");
        Assert.True(answers > Rounds / 20 && refusals > Rounds / 20, "The damage is too mild or too wild: the test proves too little.");
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(Random random, byte[] seed, int headerBytes)
    {
        byte[] interesting = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, (byte)'\n', (byte)',', (byte)'-', (byte)'9', (byte)'e'];
        var bytes = seed.ToList();
        for (var edits = random.Next(1, 5); edits > 0 && bytes.Count > 0; edits--)
        {
            var at = random.Next(random.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, headerBytes));
            switch (random.Next(7))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] = interesting[random.Next(interesting.Length)];
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)));
                    break;
                case 5 when random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    for (var i = at; i < Math.Min(at + 4, bytes.Count); i++)
                    {
                        bytes[i] = 0xFF;
                    }

                    break;
            }
        }

        return [.. bytes];
    }
}
