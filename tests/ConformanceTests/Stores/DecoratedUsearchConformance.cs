using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class DecoratedUsearchCollectionManagementTests : CollectionManagementTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchKeyTests : KeyTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchCrudTests : CrudTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchDynamicTests : DynamicTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchDataTypeTests : DataTypeTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchVectorTests : VectorTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchDistanceFunctionTests : DistanceFunctionTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchIndexKindTests : IndexKindTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchSearchTests : SearchTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchFilterTests : FilterTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchFilterFuzzTests : FilterFuzzTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchHybridSearchTests : HybridSearchTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchWordFuzzTests : WordFuzzTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchEmbeddingGenerationTests : EmbeddingGenerationTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchBadInputTests : BadInputTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchNameTests : NameTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchChatHistoryMemoryTests : ChatHistoryMemoryTests<DecoratedUsearchFixture>;

public sealed class DecoratedUsearchContentTests : ContentTests<DecoratedUsearchFixture>;
