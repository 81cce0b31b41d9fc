using System.Text;
using System.Text.Json;
using Reminisce.Training.Tests.Cutting;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Import;

/// <summary>Exported encoders with the Hugging Face files beside them, written by test code.</summary>
internal static class EncoderFolder
{
    private static readonly string[] s_words = ["a", "the", "cat", "dog", "bus", "tree", "sky", "red", "green", "blue", "on", "under", "near", "runs", "sits", "old", "new"];

    /// <summary>A BERT with vocab.txt, tokenizer_config.json and config.json.</summary>
    public static string Bert(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-bert")).FullName;
        SyntheticEncoder.Bert().Save(path);
        string[] words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. s_words];
        Write(path, "vocab.txt", string.Join('\n', words.Concat(Enumerable.Range(0, SyntheticEncoder.Words - words.Length).Select(i => $"##{(char)('a' + i)}"))));
        Write(path, "tokenizer_config.json", """{ "do_lower_case": true, "model_max_length": 24 }""");
        Write(path, "config.json", """{ "model_type": "bert", "max_position_embeddings": 32 }""");
        return path;
    }

    /// <summary>A CLIP of two files with a byte-level tokenizer.json and the picture preprocessor of its kind.</summary>
    public static string Clip(TemporaryFolder folder)
    {
        var path = ClipText(folder, "tiny-clip");
        AddClipImage(path);
        return path;
    }

    /// <summary>The text side of a CLIP in a folder of its own.</summary>
    public static string ClipText(TemporaryFolder folder, string name = "tiny-clip-text")
    {
        var path = Directory.CreateDirectory(folder.File(name)).FullName;
        Directory.CreateDirectory(Path.Combine(path, "onnx"));
        SyntheticEncoder.ClipText().Save(Path.Combine(path, "onnx"), "text_model.onnx");
        // 12 letters, bare and at the end of a word, and the pairs of "cat" and "dog".
        var letters = "abcdegnorstu".Select(c => $"{c}").ToList();
        string[] pieces = [.. letters, .. letters.Select(l => l + "</w>"), "ca", "cat</w>", "do", "dog</w>"];
        var vocabulary = pieces.Concat(Enumerable.Range(0, SyntheticEncoder.Words - 2 - pieces.Length).Select(i => $"<{i}>"))
            .Append("<|startoftext|>").Append("<|endoftext|>").Select((p, i) => (p, i)).ToDictionary(p => p.p, p => p.i);
        Write(path, "tokenizer.json", JsonSerializer.Serialize(new
        {
            normalizer = new { type = "Sequence", normalizers = new object[] { new { type = "NFC" }, new { type = "Lowercase" } } },
            pre_tokenizer = new { type = "Sequence", pretokenizers = new object[] { new { type = "ByteLevel" } } },
            model = new { type = "BPE", end_of_word_suffix = "</w>", vocab = vocabulary, merges = new[] { "c a", "ca t</w>", "d o", "do g</w>" } },
        }));
        Write(path, "config.json", """{ "model_type": "clip", "text_config": { "max_position_embeddings": 20 } }""");
        Write(path, "LICENSE", "Made by a test.");
        return path;
    }

    /// <summary>The image side of a CLIP in a folder of its own.</summary>
    public static string ClipImage(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-clip-image")).FullName;
        AddClipImage(path);
        Write(path, "LICENSE", "Made by another test.");
        return path;
    }

    /// <summary>A motion encoder of windows of 32 readings.</summary>
    public static string Imu(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-imu")).FullName;
        SyntheticEncoder.Imu().Save(path);
        Write(path, "preprocessor_config.json", """{ "feature_extractor_type": "MotionFeatureExtractor", "sampling_rate": 100, "num_samples": 32 }""");
        return path;
    }

    /// <summary>A Whisper of a fifth of a second.</summary>
    public static string Whisper(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-whisper")).FullName;
        SyntheticEncoder.Whisper().Save(path, "encoder.onnx");
        Write(path, "preprocessor_config.json", """{ "feature_extractor_type": "WhisperFeatureExtractor", "sampling_rate": 16000, "feature_size": 16, "n_fft": 400, "hop_length": 160, "n_samples": 3200 }""");
        return path;
    }

    /// <summary>A CLAP of one window of 24 frames.</summary>
    public static string ClapAudio(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-clap")).FullName;
        SyntheticEncoder.ClapAudio().Save(path, "audio_model.onnx");
        Write(path, "preprocessor_config.json", """{ "feature_extractor_type": "ClapFeatureExtractor", "truncation": "rand_trunc", "feature_size": 16, "nb_max_samples": 11040 }""");
        Write(path, "config.json", """{ "model_type": "clap" }""");
        return path;
    }

    /// <summary>The text side of a SigLIP with a Unigram tokenizer.json, filled up to 16 tokens.</summary>
    public static string SiglipText(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("tiny-siglip")).FullName;
        SyntheticEncoder.SiglipText().Save(path, "text_model.onnx");
        Write(path, "tokenizer.json", UnigramTokenizer.Json(begin: null));
        Write(path, "tokenizer_config.json", """{ "model_max_length": 16, "pad_token": "</s>", "eos_token": "</s>" }""");
        Write(path, "config.json", """{ "model_type": "siglip" }""");
        return path;
    }

    private static void AddClipImage(string path)
    {
        SyntheticEncoder.ClipImage(4).Save(Directory.CreateDirectory(Path.Combine(path, "onnx")).FullName, "vision_model.onnx");
        Write(path, "preprocessor_config.json", """
            { "feature_extractor_type": "CLIPFeatureExtractor", "do_resize": true, "size": 32, "resample": 3, "do_center_crop": true, "crop_size": 32,
              "do_normalize": true, "image_mean": [0.48, 0.46, 0.41], "image_std": [0.27, 0.26, 0.28] }
            """);
    }

    /// <summary>Different sentences of the words that the test encoders know, one per line.</summary>
    public static string Samples(TemporaryFolder folder)
    {
        var path = Directory.CreateDirectory(folder.File("samples")).FullName;
        Write(path, "lines.txt", string.Join('\n', Enumerable.Range(0, 20).Select(i => $"{s_words[2 + (i % 15)]} {s_words[2 + (i * 7 % 15)]} {s_words[i * 3 % 15]}")));
        return path;
    }

    public static void Write(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.Create);
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
