using Microsoft.Extensions.AI;

namespace ConformanceTests.Support;

/// <summary>Generators over letters, one for each type of component.</summary>
public static class LetterGenerator
{
    public const int Dimensions = 27;

    public static LetterGenerator<Embedding<float>> Create(float signature = 0) => new(letters => new Embedding<float>(letters), signature);

    public static LetterGenerator<Embedding<float>> WithExits(float signature) => new(letters => new Embedding<float>(letters), signature) { Encoder = new LetterEncoder(signature) };

    public static LetterGenerator<Embedding<Half>> Halves() => new(letters => new Embedding<Half>(Array.ConvertAll(letters, x => (Half)x)));

    public static LetterGenerator<Embedding<sbyte>> Bytes() => new(letters => new Embedding<sbyte>(Array.ConvertAll(letters, x => (sbyte)x)));

    public static float[] Letters(string text, float signature = 0)
    {
        var vector = new float[Dimensions];
        vector[^1] = signature;
        foreach (var letter in text.ToLowerInvariant().Where(char.IsAsciiLetter))
        {
            vector[letter - 'a']++;
        }

        return vector;
    }
}
